"""What was heard at a school: activities of children's voice and themes, as tests record them."""

from typing import Any

import httpx

from services.assessment_api import reference
from services.assessment_api.participations.service import follow_member
from shared.contracts.assessment.instruments import InstrumentKind
from shared.contracts.partnership.participations import Participation
from shared.contracts.partnership.projects import MemberJoined
from tests.assessment_api.owner import a_member, told
from tests.support.serving import Served

SCHOOL = "school:107866"
BOARD = "icb:QWO"
PCG = "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"
EVERYBODY = (SCHOOL, PCG, BOARD, "la:383", "national:dfe", "service:reporting")
TOLD_EXACTLY = (SCHOOL, PCG)


async def joined(served: Served, participation: Participation, pcg: str = PCG) -> None:
    """Let a parent carer group be a partner of the school's project."""
    member = a_member(project_id=participation.project_id, organisation=pcg)
    async with served.database.transaction() as session:
        await follow_member(session, told(MemberJoined(data=member)))


def an_activity(**changes: Any) -> dict[str, Any]:
    """Twelve children of years 3 and 4 who drew."""
    return {
        "held_on": "2025-10-07",
        "method": "drawing",
        "participants": 12,
        "year_groups": ["year_3", "year_4"],
    } | changes


async def recording(
    served: Served, participation: Participation, caller: str = SCHOOL, **changes: Any
) -> httpx.Response:
    """The answer to recording an activity."""
    path = f"/v1/participations/{participation.id}/voice-activities"
    return await served.as_(caller).post(path, json=an_activity(**changes))


async def recorded(
    served: Served, participation: Participation, caller: str = SCHOOL, **changes: Any
) -> dict[str, Any]:
    """An activity that was recorded."""
    return body_of(await recording(served, participation, caller, **changes), 201)


def a_theme(source_id: str, **changes: Any) -> dict[str, Any]:
    """A concern of many children: the dining hall is too loud."""
    return {
        "domain": "environment",
        "kind": "concern",
        "statement": "The dining hall is too loud to eat in.",
        "prevalence": "many",
        "source": "voice",
        "source_id": source_id,
    } | changes


async def saying(
    served: Served, participation: Participation, source_id: str, caller: str = SCHOOL, **changes: Any
) -> httpx.Response:
    """The answer to recording a theme."""
    path = f"/v1/participations/{participation.id}/themes"
    return await served.as_(caller).post(path, json=a_theme(source_id, **changes))


async def said(
    served: Served, participation: Participation, source_id: str, caller: str = SCHOOL, **changes: Any
) -> dict[str, Any]:
    """A theme that was recorded."""
    return body_of(await saying(served, participation, source_id, caller, **changes), 201)


def body_of(answer: httpx.Response, status: int = 200) -> dict[str, Any]:
    """The body of an answer that must have this status."""
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    return body


def if_match(resource: dict[str, Any]) -> dict[str, str]:
    """The header that says which version is being changed."""
    return {"If-Match": f'"{resource["version"]}"'}


async def surveyed(
    served: Served, participation: Participation, term: str = "autumn", caller: str = SCHOOL
) -> dict[str, Any]:
    """A survey of thirty parent carers, who all answered the first question with the middle of the scale."""
    asked = reference.instrument(InstrumentKind.PARENT_CARER_SURVEY)
    middle = asked.scale[len(asked.scale) // 2].value
    counts = {"question": asked.questions[0].code, "counts": [{"value": middle, "count": 30}]}
    answer = await served.as_(caller).put(
        f"/v1/participations/{participation.id}/surveys/{term}",
        json={"respondents": 30, "questions": [counts]},
        headers={"If-None-Match": "*"},
    )
    return body_of(answer, 201)


async def withdrawal(served: Served, thing: str, resource: dict[str, Any], caller: str = SCHOOL) -> httpx.Response:
    """The answer to withdrawing an activity or a theme."""
    path = f"/v1/{thing}/{resource['id']}/withdrawal"
    return await served.as_(caller).post(path, json={"reason": "Recorded twice."}, headers=if_match(resource))


async def items(served: Served, path: str, caller: str = SCHOOL) -> list[dict[str, Any]]:
    """The items of a list."""
    found: list[dict[str, Any]] = body_of(await served.as_(caller).get(path))["items"]
    return found


def faults_of(answer: httpx.Response) -> list[tuple[str, str]]:
    """Where something is wrong, and what, as the answer says."""
    assert answer.status_code == 422, answer.text
    return [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]]
