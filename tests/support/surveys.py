"""Surveys for tests: of Elm Park, by the illustrative instrument."""

from collections.abc import Mapping
from typing import Any

import httpx

from services.assessment_api import reference
from shared.contracts.assessment.instruments import InstrumentKind
from shared.contracts.partnership.participations import Participation
from tests.support.serving import Served

INSTRUMENT = reference.instrument(InstrumentKind.PARENT_CARER_SURVEY)
CODES = [question.code for question in INSTRUMENT.questions]
FIRST = CODES[0]
NEW = {"If-None-Match": "*"}
GROUP = "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"
CSV = {"Content-Type": "text/csv"}


def answered(question: str, counts: Mapping[int, int], not_applicable: int = 0) -> dict[str, Any]:
    """The counts of one question, as they are sent."""
    given = [{"value": value, "count": count} for value, count in counts.items()]
    return {"question": question, "counts": given, "not_applicable": not_applicable}


def survey(respondents: int, *questions: dict[str, Any], send: int | None = None) -> dict[str, Any]:
    return {"respondents": respondents, "respondents_send": send, "questions": list(questions)}


def path_of(school: Participation, term: str = "autumn") -> str:
    return f"/v1/participations/{school.id}/surveys/{term}"


async def put(
    served: Served, school: Participation, body: dict[str, Any], version: int = 0, caller: str | None = None
) -> httpx.Response:
    """A survey put by the school, or by somebody else: made when the version is 0."""
    headers = {"If-Match": f'"{version}"'} if version else NEW
    return await served.as_(caller or f"school:{school.urn}").put(path_of(school), json=body, headers=headers)


async def imported(
    served: Served, school: Participation, file: bytes, version: int = 0, *, dry_run: bool = False
) -> httpx.Response:
    """A file of responses as the school sends it."""
    headers = CSV | ({"If-Match": f'"{version}"'} if version else NEW)
    asked = "?dry_run=true" if dry_run else ""
    path = f"{path_of(school)}/responses{asked}"
    return await served.as_(f"school:{school.urn}").put(path, content=file, headers=headers)
