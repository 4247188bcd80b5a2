from typing import Any

import httpx
import pytest

from services.assessment_api import reference
from services.assessment_api.instruments import loading
from services.assessment_api.loading import load_reference
from shared.contracts.assessment.instruments import InstrumentKind
from tests.assessment_api.editions import NATIONAL, act, an_edition
from tests.assessment_api.owner import Owner, a_year
from tests.assessment_api.tool import TOOL
from tests.support.network import Network
from tests.support.serving import Served

OTHERS = ("icb:QWO", "school:107866", "la:383", "evaluator:ucl", "service:commissioning")
SHIPPED = [("illustrative-self-assessment", 1)]


async def in_use(
    assessment: Served, year: str = "2025-26", kind: str = "self_assessment", caller: str = "la:383"
) -> list[tuple[str, int]]:
    query = f"status=published&programme_year={year}&kind={kind}"
    answer = await assessment.as_(caller).get(f"/v1/instruments?{query}")
    return [(item["code"], item["edition"]) for item in answer.json()["items"]]


async def put(served: Served, of: dict[str, Any], body: dict[str, Any]) -> httpx.Response:
    return await served.as_(NATIONAL).put(
        f"/v1/instruments/{of['id']}", json=body, headers={"If-Match": f'"{of["version"]}"'}
    )


async def delete(served: Served, of: dict[str, Any]) -> httpx.Response:
    return await served.as_(NATIONAL).delete(f"/v1/instruments/{of['id']}", headers={"If-Match": f'"{of["version"]}"'})


async def test_an_illustrative_one_of_each_kind_is_there_from_the_start_for_everybody_to_read(assessment: Served):
    for caller in ("school:107866", "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", "evaluator:ucl"):
        listed = (await assessment.as_(caller).get("/v1/instruments")).json()["items"]
        assert [(item["kind"], item["illustrative"], item["status"]) for item in listed] == [
            (kind, True, "published") for kind in InstrumentKind
        ]


async def test_loading_the_reference_data_again_publishes_nothing(assessment: Served):
    assert "0 instruments published" in await load_reference(assessment.database, assessment.app.state.settings)


async def test_a_draft_is_the_national_teams_own_until_it_is_published(assessment: Served, drafted):
    of = await drafted()
    assert (of["status"], of["edition"], of["published_at"]) == ("draft", 1, None)
    for path in (f"/v1/instruments/{of['id']}", f"/v1/instruments/{of['id']}/history"):
        assert (await assessment.as_(NATIONAL).get(path)).status_code == 200
        for caller in OTHERS:
            assert (await assessment.as_(caller).get(path)).status_code == 404, caller
    for caller in OTHERS:
        assert (await assessment.as_(caller).get("/v1/instruments?status=draft")).json()["items"] == [], caller


async def test_a_published_edition_is_in_use_and_the_one_before_is_retired_and_stays_readable(
    assessment: Served, published
):
    [before] = (await assessment.as_("la:383").get("/v1/instruments?kind=self_assessment")).json()["items"]
    of = await published()
    assert (of["status"], of["retired_at"]) == ("published", None)
    assert of["published_at"] is not None
    assert await in_use(assessment) == [("self-assessment", 1)]
    after = (await assessment.as_("la:383").get(f"/v1/instruments/{before['id']}")).json()
    assert (after["status"], after["retired_reason"]) == ("retired", "Edition 1 of self-assessment took its place.")
    assert after["questions"] == before["questions"]


async def test_another_kind_stays_in_use(assessment: Served, published):
    await published()
    assert await in_use(assessment, kind="parent_carer_survey") == [("illustrative-parent-carer-survey", 1)]
    assert await in_use(assessment, kind="childrens_voice") == [("illustrative-childrens-voice", 1)]


@pytest.mark.parametrize("kind", ["parent_carer_survey", "childrens_voice"])
async def test_a_survey_and_a_guide_to_childrens_voice_are_published_as_the_tool_is(
    assessment: Served, published, kind: str
):
    content = reference.instrument(InstrumentKind(kind)).model_dump() | {"code": "of-ours"}
    await published(**content)
    assert await in_use(assessment, kind=kind) == [("of-ours", 1)]
    assert await in_use(assessment) == SHIPPED


async def test_the_next_edition_of_a_code_has_the_next_number(assessment: Served, published):
    await published()
    await published(title="The national tool, better worded")
    assert await in_use(assessment) == [("self-assessment", 2)]


async def test_another_years_edition_leaves_this_years_in_use(assessment: Served, owner: Owner, published):
    owner.years["2026-27"] = a_year("2026-27")
    await published()
    await published(programme_year="2026-27")
    assert await in_use(assessment) == [("self-assessment", 1)]
    assert await in_use(assessment, "2026-27") == [("self-assessment", 2)]


async def test_a_draft_is_replaced_whole_and_then_published_as_it_is(assessment: Served, drafted):
    changed = await put(assessment, await drafted(), an_edition(title="Better"))
    assert (changed.status_code, changed.json()["title"], changed.headers["ETag"]) == (200, "Better", '"2"')
    same = await put(assessment, changed.json(), an_edition(title="Better"))
    assert same.json() == changed.json()
    assert (await act(assessment, same.json(), "publication")).json()["title"] == "Better"


async def test_a_draft_keeps_its_code(assessment: Served, drafted):
    answer = await put(assessment, await drafted(), an_edition(code="another"))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/code")


async def test_a_draft_is_given_up(assessment: Served, drafted):
    of = await drafted()
    assert (await delete(assessment, of)).status_code == 204
    assert (await assessment.as_(NATIONAL).get(f"/v1/instruments/{of['id']}")).status_code == 404
    assert (await drafted())["edition"] == 1


async def test_what_is_published_is_not_changed_deleted_or_published_again(assessment: Served, published):
    of = await published()
    for answer in (
        await put(assessment, of, an_edition(title="Better")),
        await delete(assessment, of),
        await act(assessment, of, "publication"),
    ):
        assert answer.status_code == 409
        assert answer.json()["detail"] == "It is published, so it stays as it is. Draft the next edition instead."
    assert (await assessment.as_("la:383").get(f"/v1/instruments/{of['id']}")).json() == of


async def test_an_edition_is_retired_with_a_reason_and_never_published_again(assessment: Served, published):
    retired = await act(assessment, await published(), "retirement", json={"reason": "It was withdrawn nationally."})
    assert retired.status_code == 200, retired.text
    assert (retired.json()["status"], retired.json()["retired_reason"]) == ("retired", "It was withdrawn nationally.")
    assert await in_use(assessment) == []
    for verb, body in (("publication", {}), ("retirement", {"json": {"reason": "Once more."}})):
        assert (await act(assessment, retired.json(), verb, **body)).status_code == 409, verb
    assert (await put(assessment, retired.json(), an_edition())).status_code == 409


async def test_a_draft_is_deleted_and_not_retired(assessment: Served, drafted):
    answer = await act(assessment, await drafted(), "retirement", json={"reason": "It is not wanted."})
    assert answer.status_code == 409
    assert answer.json()["detail"] == "It is a draft. A draft that is not wanted is deleted."


async def test_a_reason_names_nobody(assessment: Served, published):
    answer = await act(assessment, await published(), "retirement", json={"reason": "Ask jo@dfe.gov.uk"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/reason")


async def test_publishing_what_is_published_already_is_refused(assessment: Served, drafted):
    answer = await act(assessment, await drafted(**TOOL.model_dump()), "publication")
    assert answer.status_code == 409
    assert answer.json()["title"] == "What is published says this already"


async def test_what_was_retired_may_be_drafted_and_published_as_the_next_edition(assessment: Served, published):
    await act(assessment, await published(), "retirement", json={"reason": "Retired too early."})
    await published()
    assert await in_use(assessment) == [("self-assessment", 2)]


async def test_a_change_says_which_version_it_changes(assessment: Served, drafted):
    of = await drafted()
    path, national = f"/v1/instruments/{of['id']}", assessment.as_(NATIONAL)
    assert (await national.put(path, json=an_edition())).status_code == 428
    assert (await national.delete(path)).status_code == 428
    assert (await national.post(f"{path}/publication")).status_code == 428
    await put(assessment, of, an_edition(title="Better"))
    assert (await put(assessment, of, an_edition(title="Worse"))).status_code == 412
    assert (await delete(assessment, of)).status_code == 412
    assert (await act(assessment, of, "publication")).status_code == 412


async def test_loading_never_replaces_a_real_instrument(assessment: Served, published):
    await published()
    reworded = TOOL.model_copy(update={"title": "Illustrative, reworded"})
    async with assessment.database.transaction() as session:
        assert await loading.load(session, [reworded]) == 0
    assert await in_use(assessment) == [("self-assessment", 1)]


async def test_loading_a_changed_illustrative_instrument_publishes_its_next_edition(assessment: Served):
    reworded = TOOL.model_copy(update={"title": "Illustrative, reworded"})
    async with assessment.database.transaction() as session:
        assert await loading.load(session, [reworded]) == 1
    assert await in_use(assessment) == [("illustrative-self-assessment", 2)]


async def test_every_fault_of_an_instrument_is_answered_at_once_and_it_stays_a_draft(assessment: Served, drafted):
    wrong = await drafted(
        domains=[*TOOL.domains, "music"],
        scale=[{"value": 3, "label": "A"}, {"value": 2, "label": "B"}],
        methods=[{"code": "walk", "label": "A walk"}],
    )
    answer = await act(assessment, wrong, "publication")
    assert answer.status_code == 422
    assert {(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]} == {
        ("/scale/1/value", "not_rising"),
        ("/domains/6", "not_of_the_year"),
        ("/domains/6", "empty"),
        ("/methods", "not_for_this_kind"),
    }
    assert (await assessment.as_(NATIONAL).get(f"/v1/instruments/{wrong['id']}")).json() == wrong
    assert await in_use(assessment) == SHIPPED


async def test_an_instrument_of_an_unknown_programme_year_is_refused(assessment: Served, drafted):
    answer = await act(assessment, await drafted(programme_year="2031-32"), "publication")
    assert answer.status_code == 409
    assert answer.json()["title"] == "There is no such programme year"


async def test_nothing_is_published_while_partnership_is_away(assessment: Served, network: Network, drafted):
    of = await drafted()
    network.away.add("partnership.test")
    assert (await act(assessment, of, "publication")).status_code == 503
    assert await in_use(assessment) == SHIPPED


async def test_only_the_national_team_drafts_publishes_and_retires(assessment: Served, drafted):
    of = await drafted()
    for caller in ("icb:QWO", "school:107866", "la:383"):
        other = assessment.as_(caller)
        assert (await other.post("/v1/instruments", json=an_edition())).status_code == 403
        assert (await act(assessment, of, "publication", caller)).status_code == 403
        assert (await act(assessment, of, "retirement", caller, json={"reason": "No."})).status_code == 403


async def test_the_list_is_filtered_by_code_kind_status_and_year(assessment: Served, drafted):
    await drafted()
    for query, number in (
        ("code=self-assessment", 1), ("kind=self_assessment", 2), ("kind=parent_carer_survey,childrens_voice", 2),
        ("status=draft", 1), ("status=draft,published", 4), ("programme_year=2024-25", 0),
    ):  # fmt: skip
        answer = await assessment.as_(NATIONAL).get(f"/v1/instruments?{query}")
        assert len(answer.json()["items"]) == number, query


async def test_the_history_of_an_edition_shows_its_drafting_to_the_national_team_alone(assessment: Served, drafted):
    changed = await put(assessment, await drafted(), an_edition(title="Better"))
    of = (await act(assessment, changed.json(), "publication")).json()
    path = f"/v1/instruments/{of['id']}/history"
    for caller, expected in ((NATIONAL, ["published", "draft-changed", "drafted"]), ("la:383", ["published"])):
        entries = (await assessment.as_(caller).get(path)).json()["items"]
        assert [entry["event"].rsplit(".", 1)[-1] for entry in entries] == expected, caller
