"""A made-up tool and answers to it, for rules that need no database."""

from shared.contracts.assessment.instruments import Instrument
from shared.contracts.assessment.self_assessments import Answer
from tests.assessment_api.owner import NOW

STEPS = (0, 1, 2, 3, 4)


def a_tool(
    number: int = 3,
    steps: tuple[int, ...] = STEPS,
    *,
    required: bool = True,
    evidence_required: bool = False,
    lower_is_better: bool = False,
) -> Instrument:
    """Questions q0, q1 and so on, all of one domain."""
    questions = [
        {
            "code": f"q{place}", "domain": "mental_health", "text": f"We do {place}.", "guidance": None,
            "required": required, "evidence_required": evidence_required,
        }
        for place in range(number)
    ]  # fmt: skip
    return Instrument.model_validate(
        {
            "id": "0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", "code": "made-up", "edition": 1, "kind": "self_assessment",
            "status": "published", "title": "Made up", "illustrative": True, "programme_year": "2025-26",
            "domains": ["mental_health"], "scale": [{"value": step, "label": f"Step {step}"} for step in steps],
            "direction": "lower_is_better" if lower_is_better else "higher_is_better", "questions": questions,
            "methods": [], "published_at": NOW, "retired_at": None, "retired_reason": None, "version": 1,
            "created_at": NOW, "updated_at": NOW,
        }
    )  # fmt: skip


def answers(*ratings: int | None, evidence: str | None = None) -> list[Answer]:
    """Ratings of q0, q1 and so on; None says that a question does not apply."""
    return [
        Answer(question=f"q{place}", rating=rating, evidence=evidence, confidence=None)
        for place, rating in enumerate(ratings)
    ]
