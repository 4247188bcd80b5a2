"""Small counts are for the school and its parent carer group; nobody else gets at one, by any way there is."""

import csv
import io
import json
from typing import Any

import pytest

from services.assessment_api.main import SERVICE
from services.assessment_api.participations.service import follow_member
from services.assessment_api.surveys.queries import EXACT, PUBLISHED
from shared.contracts.partnership.participations import Participation
from shared.contracts.partnership.projects import MemberJoined
from shared.contracts.roles import Kind
from shared.kit.reads import View
from tests.assessment_api.owner import Owner, a_member, a_participation, told
from tests.support.databases import Databases, RolledBackDatabase
from tests.support.network import Network
from tests.support.partnership import done
from tests.support.serving import Served, live
from tests.support.surveys import CODES, FIRST, GROUP, NEW, answered, path_of, put, survey
from tests.support.views import assert_rows_match_the_contract

OTHERS = ["icb:QWO", "la:383", "national:dfe", "service:commissioning"]
STRANGERS = ["icb:QHM", "la:382", "school:100000", "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b12", "evaluator:ucl"]
HERS = survey(
    40,
    answered(FIRST, {1: 3, 2: 6, 3: 9, 4: 10, 5: 12}),
    answered(CODES[1], {1: 1, 5: 37}),
    send=3,
)
HIDDEN = [
    {
        "question": FIRST, "domain": "leadership_culture_and_values", "not_applicable": 0, "unanswered": 0,
        "favourable": 22, "others": 18,
        "counts": [{"value": value, "count": count} for value, count in enumerate((None, None, 9, 10, 12), 1)],
    },
    {
        "question": CODES[1], "domain": "leadership_culture_and_values", "not_applicable": None, "unanswered": None,
        "favourable": None, "others": None, "counts": [{"value": value, "count": None} for value in range(1, 6)],
    },
]  # fmt: skip


def is_published(shown: dict[str, Any]) -> bool:
    """Whether it is what everybody may see, exactly."""
    return (
        (shown["respondents"], shown["respondents_send"], shown["suppressed"]) == (40, None, True)
        and shown["questions"] == HIDDEN
        and not any(name.startswith("exact") for name in shown)
    )


@pytest.mark.parametrize("caller", ["school:107866", GROUP])
async def test_the_school_and_its_group_see_every_count(
    assessment: Served, elm_park: Participation, group: str, caller: str
):
    made = done(await put(assessment, elm_park, HERS), 201)
    client = assessment.as_(caller)
    one = done(await client.get(f"/v1/surveys/{made['id']}"), 200)
    [listed] = done(await client.get("/v1/surveys"), 200)["items"]
    assert one == listed == made
    assert (one["respondents_send"], one["suppressed"]) == (3, False)
    assert [each["count"] for each in one["questions"][0]["counts"]] == [3, 6, 9, 10, 12]
    assert (one["questions"][1]["unanswered"], one["questions"][1]["others"]) == (2, 3)
    line = json.loads((await client.get("/v1/surveys?format=ndjson")).text)
    assert line == one


@pytest.mark.parametrize("caller", OTHERS)
async def test_everybody_else_sees_small_counts_hidden_in_every_form(
    assessment: Served, elm_park: Participation, caller: str
):
    made = done(await put(assessment, elm_park, HERS), 201)
    client = assessment.as_(caller)
    assert is_published(done(await client.get(f"/v1/surveys/{made['id']}"), 200))
    assert is_published(done(await client.get("/v1/surveys?term=autumn&urn=107866"), 200)["items"][0])
    assert is_published(json.loads((await client.get("/v1/surveys?format=ndjson")).text))
    table = (await client.get("/v1/surveys?format=csv")).text.removeprefix("\ufeff")
    [row] = csv.DictReader(io.StringIO(table))
    assert (row["respondents"], row["respondents_send"], row["suppressed"]) == ("40", "", "true")
    assert json.loads(row["questions"]) == HIDDEN


@pytest.mark.parametrize("caller", STRANGERS)
async def test_strangers_see_nothing(assessment: Served, elm_park: Participation, caller: str):
    made = done(await put(assessment, elm_park, HERS), 201)
    client = assessment.as_(caller)
    listed = await client.get("/v1/surveys")
    assert listed.status_code == 403 or listed.json()["items"] == []
    assert (await client.get(f"/v1/surveys/{made['id']}")).status_code in (403, 404)
    assert (await client.get(f"/v1/surveys/{made['id']}/history")).status_code in (403, 404)


@pytest.mark.parametrize("caller", ["school:107866", *OTHERS])
async def test_history_tells_published_counts_alone(assessment: Served, elm_park: Participation, caller: str):
    made = done(await put(assessment, elm_park, survey(50, answered(FIRST, {2: 25, 4: 25}))), 201)
    done(await put(assessment, elm_park, HERS, 1), 200)
    entries = done(await assessment.as_(caller).get(f"/v1/surveys/{made['id']}/history"), 200)["items"]
    assert [entry["event"] for entry in entries] == ["assessment.survey.changed", "assessment.survey.recorded"]
    after = {change["field"]: change["after"] for change in entries[0]["changes"]}
    assert (after["respondents"], after["questions"], after["suppressed"]) == (40, HIDDEN, True)


async def test_neither_events_nor_findings_nor_kept_answers_hold_a_small_count(
    assessment: Served, elm_park: Participation
):
    key = {"Idempotency-Key": "once"} | NEW
    answer = await assessment.as_("school:107866").put(path_of(elm_park), json=HERS, headers=key)
    made = done(answer, 201)
    done(await put(assessment, elm_park, HERS | {"respondents_send": 4}, 1), 200)
    await assessment.as_("school:107866").delete(f"/v1/surveys/{made['id']}", headers={"If-Match": '"2"'})
    async with assessment.database.reading() as connection:
        assert await connection.fetchval("select count(*) from idempotency_keys") == 0
        assert await connection.fetchval("select count(*) from surveys") == 0
        events = await connection.fetch("select data::text from events where type like 'assessment.survey.%'")
        said = await connection.fetch("select data->>'statement' as said from events where type like '%.finding.%'")
    assert len(events) == 3
    assert all(is_published(json.loads(each["data"])) for each in events)
    assert {row["said"].split(" on ")[0] for row in said} == {
        "In the autumn term 55.0% of the answers of parent carers"
    }


async def test_a_change_that_is_hidden_answers_with_the_same_counts_under_a_new_version(
    assessment: Served, elm_park: Participation
):
    made = done(await put(assessment, elm_park, HERS), 201)
    board = assessment.as_("icb:QWO")
    before = await board.get(f"/v1/surveys/{made['id']}")
    done(await put(assessment, elm_park, HERS | {"respondents_send": 2}, 1), 200)
    after = await board.get(f"/v1/surveys/{made['id']}", headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, after.json()["questions"]) == (200, before.json()["questions"])
    assert is_published(after.json())


@pytest.mark.parametrize("view", [EXACT, PUBLISHED])
async def test_both_views_show_what_their_contract_says(assessment: Served, elm_park: Participation, view: View):
    done(await put(assessment, elm_park, HERS), 201)
    assert isinstance(assessment.database, RolledBackDatabase)
    await assert_rows_match_the_contract(assessment.database, view)


def test_nobody_sees_both_the_exact_and_the_published_counts():
    assert set(EXACT.visible) == {Kind.SCHOOL, Kind.PCG}
    assert not set(EXACT.visible) & set(PUBLISHED.visible)


async def test_the_list_is_filtered_by_each_of_its_filters(assessment: Served, owner: Owner, elm_park: Participation):
    other = owner.knows(a_participation(urn="107867", la_code="382", icb_code="QHM"))
    done(await put(assessment, elm_park, HERS), 201)
    headers, path = NEW, path_of(other, "spring")
    done(await assessment.as_("school:107867").put(path, json=HERS, headers=headers), 201)
    national = assessment.as_("national:dfe")
    for query in (
        f"project_id={other.project_id}", f"participation_id={other.id}", "icb_code=QHM", "la_code=382",
        "urn=107867", "term=spring",
    ):  # fmt: skip
        [shown] = done(await national.get(f"/v1/surveys?{query}"), 200)["items"]
        assert shown["urn"] == "107867", query
    both = done(await national.get("/v1/surveys?programme_year=2025-26&term=autumn,spring&sort=-updated_at"), 200)
    assert [each["urn"] for each in both["items"]] == ["107867", "107866"]
    assert (await national.get("/v1/surveys?respondents=3")).status_code == 400


async def test_the_feed_gives_nobody_a_small_count(databases: Databases, network: Network, owner: Owner):
    school = owner.knows(a_participation())
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as running:
        async with running.database.transaction() as session:
            member = a_member(project_id=school.project_id, organisation=GROUP)
            await follow_member(session, told(MemberJoined(data=member)))
        done(await put(running, school, HERS), 201)
        for caller in ("school:107866", GROUP, *OTHERS):
            heard = (await running.as_(caller).get("/v1/events?type=assessment.survey.recorded")).json()
            assert [is_published(event["data"]) for event in heard] == [True], caller
