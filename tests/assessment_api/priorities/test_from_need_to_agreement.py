"""The whole way over HTTP, as a school and its board go it: assessed, heard, ranked, proposed, agreed, and told of."""

from typing import Any

from services.assessment_api.main import SERVICE
from shared.contracts.partnership.participations import Participation
from tests.assessment_api.acting import act, save
from tests.assessment_api.heard import BOARD, PCG, SCHOOL, body_of, items, joined, recorded, said
from tests.assessment_api.owner import Owner, a_participation
from tests.assessment_api.tool import every_answer
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, live

KINDS = "assessment.priority-set.proposed,assessment.priority-set.agreed,assessment.finding.superseded"


async def assessed(running: Served, school: Participation, rating: int) -> dict[str, Any]:
    path = f"/v1/participations/{school.id}/self-assessments"
    opened = body_of(await running.as_(SCHOOL).post(path, json={"point": "baseline"}), 201)
    return await submitted(running, opened, rating)


async def submitted(running: Served, of: dict[str, Any], rating: int) -> dict[str, Any]:
    return body_of(await act(running, body_of(await save(running, of, *every_answer(rating))), "submission"))


async def ranking(running: Served, school: Participation) -> dict[str, Any]:
    return body_of(await running.as_(SCHOOL).get(f"/v1/participations/{school.id}/ranking"))


async def propose_first(running: Served, school: Participation) -> dict[str, Any]:
    """Proposes the first domain of the ranking, by all that its terms rest on."""
    first = (await ranking(running, school))["domains"][0]
    cited = [finding_id for term in first["terms"] for finding_id in term["finding_ids"]]
    path = f"/v1/participations/{school.id}/priority-sets"
    body = {"priorities": [{"domain": first["domain"], "finding_ids": cited}]}
    return body_of(await running.as_(SCHOOL).post(path, json=body), 201)


async def agreement(running: Served, to: dict[str, Any]) -> Any:
    path, read = f"/v1/priority-sets/{to['id']}/agreement", f'"{to["version"]}"'
    return await running.as_(BOARD).post(path, json={}, headers={"If-Match": read})


async def test_from_what_a_school_says_to_what_support_is_for(databases: Databases, network: Network, owner: Owner):
    school = owner.knows(a_participation())
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as running:
        await joined(running, school)
        baseline = await assessed(running, school, rating=2)
        activity = await recorded(running, school)
        await said(running, school, activity["id"])
        first, *others = (await ranking(running, school))["domains"]
        assert (first["domain"], first["score"]) == ("environment", 57.1)
        assert {each["score"] for each in others} == {35.7}

        proposed = await propose_first(running, school)
        reopened = body_of(await act(running, baseline, "reopening", BOARD, json={"reason": "A class was left out."}))
        await submitted(running, reopened, rating=1)
        assert (await agreement(running, proposed)).status_code == 409, "what it cites holds no longer"

        again = await propose_first(running, school)
        assert body_of(await agreement(running, again))["status"] == "agreed"
        [in_force] = await items(running, "/v1/priority-sets?status=agreed", PCG)
        assert [each["source"] for each in in_force["missing"]] == ["survey"]
        current = {each["id"] for each in await items(running, "/v1/findings?status=current&limit=500")}
        assert set(in_force["priorities"][0]["finding_ids"]) <= current
        await every_partner_hears_of_it_and_nobody_else(running)


async def every_partner_hears_of_it_and_nobody_else(running: Served) -> None:
    for caller in (SCHOOL, PCG, BOARD, "la:383", "national:dfe", "service:commissioning"):
        told = body_of(await running.as_(caller).get(f"/v1/events?type={KINDS}&limit=500"))
        verbs = [event["type"].removeprefix("assessment.") for event in told]
        assert verbs.count("priority-set.proposed") == 2, caller
        assert verbs[-1] == "priority-set.agreed", caller
        assert "finding.superseded" in verbs, caller
    for caller in ("school:100000", "icb:QHM", "la:382", PCG[:-1] + "2", "evaluator:ucl"):
        assert body_of(await running.as_(caller).get(f"/v1/events?type={KINDS}")) == [], caller
