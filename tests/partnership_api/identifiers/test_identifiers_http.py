"""Which codes stand, or stood, for one organisation, and which organisation a code stands for."""

import pytest

from tests.support.gias import imported
from tests.support.governance import evaluator_of
from tests.support.partnership import done, group_of
from tests.support.serving import Served


async def of(partnership: Served, organisation: str, query: str = "") -> list[dict[str, str]]:
    path = f"/v1/organisations/{organisation}/identifiers{query}"
    return done(await partnership.as_("evaluator:ace").get(path), 200)["items"]


async def found(partnership: Served, query: str) -> list[str]:
    page = done(await partnership.as_("la:383").get(f"/v1/identifiers?{query}"), 200)
    return [each["organisation"] for each in page["items"]]


def codes(identifiers) -> list[tuple[str | None, ...]]:
    return [tuple(each[name] for name in ("scheme", "value", "valid_from", "valid_to")) for each in identifiers]


async def test_an_authority_whose_gss_code_changed_has_both_each_in_its_time(partnership: Served):
    assert codes(await of(partnership, "la:373")) == [
        ("dfe", "373", None, None),
        ("gss", "E08000019", None, "2025-04-30"),
        ("gss", "E08000039", "2025-05-01", None),
    ]
    assert await found(partnership, "scheme=gss&value=E08000016,E08000038") == ["la:370", "la:370"]


async def test_a_board_keeps_its_ods_code_while_its_ons_code_changes(partnership: Served):
    assert codes(await of(partnership, "icb:QRL")) == [
        ("ods", "QRL", "2022-07-01", None),
        ("ons", "E54000042", None, "2026-03-31"),
        ("ons", "E54000067", "2026-04-01", None),
    ]


async def test_a_dissolved_boards_code_ends_with_it(partnership: Served):
    [ods] = await of(partnership, "icb:QHG", "?scheme=ods")
    assert ods["valid_to"] == "2026-03-31"
    assert await found(partnership, "scheme=ods&value=QHG") == ["icb:QHG"]


async def test_a_school_has_its_urn_its_laestab_and_its_ukprn(partnership: Served):
    school = {"URN": "100025", "LA (code)": "383", "EstablishmentNumber": "2775", "UKPRN": "10078058"}
    await imported(partnership, school)
    assert [(each["scheme"], each["value"]) for each in await of(partnership, "school:100025")] == [
        ("laestab", "3832775"),
        ("ukprn", "10078058"),
        ("urn", "100025"),
    ]
    for query in ("scheme=laestab&value=3832775", "scheme=ukprn&value=10078058", "value=100025"):
        assert await found(partnership, query) == ["school:100025"]


async def test_those_without_a_public_code_have_ours(partnership: Served):
    group = await group_of(partnership)
    await evaluator_of(partnership, valid_to="2026-09-30")
    for organisation in (f"pcg:{group['id']}", "national:dfe", "evaluator:ace"):
        [own] = await of(partnership, organisation)
        assert (own["scheme"], own["organisation"]) == ("own", organisation)
    assert codes(await of(partnership, "evaluator:ace")) == [("own", "ace", "2024-06-03", "2026-09-30")]


@pytest.mark.parametrize(
    "organisation",
    ["la:999", "icb:XXX", "school:999999", "evaluator:nobody", "service:reporting",
     "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"],
)  # fmt: skip
async def test_an_organisation_that_is_not_known_is_not_found(partnership: Served, organisation: str):
    answer = await partnership.as_("la:383").get(f"/v1/organisations/{organisation}/identifiers")
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (404, "organisation-not-found")


@pytest.mark.parametrize("path", ["/v1/organisations/leeds/identifiers", "/v1/identifiers?scheme=iso"])
async def test_what_cannot_be_a_reference_or_a_scheme_is_refused(partnership: Served, path: str):
    assert (await partnership.as_("la:383").get(path)).status_code == 400


async def test_the_whole_map_is_paged_without_a_gap_and_is_a_csv(partnership: Served):
    client, cursor, seen = partnership.as_("national:dfe"), "", []
    while True:
        page = done(await client.get(f"/v1/identifiers?limit=100{cursor}"), 200)
        seen += [(each["organisation"], each["scheme"], each["value"]) for each in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    # Two codes for each of 48 boards and 153 authorities, three that were replaced, and the two national bodies.
    assert len(seen) == len(set(seen)) == 2 * (48 + 153) + 3 + 2
    csv = (await client.get("/v1/identifiers?format=csv")).text
    assert len(csv.splitlines()) == len(seen) + 1
