"""The illustrative self-assessment, answered."""

from typing import Any

from services.assessment_api import reference
from shared.contracts.assessment.instruments import InstrumentKind

TOOL = reference.instrument(InstrumentKind.SELF_ASSESSMENT)
QUESTIONS = [question.code for question in TOOL.questions]
WITH_EVIDENCE = {question.code for question in TOOL.questions if question.evidence_required}


def every_answer(rating: int | None) -> list[dict[str, Any]]:
    """The same rating for every statement, with evidence for those that ask for it."""
    return [{"question": code, "rating": rating} | _evidence(code) for code in QUESTIONS]


def _evidence(code: str) -> dict[str, str]:
    return {"evidence": "Seen in the school."} if code in WITH_EVIDENCE else {}
