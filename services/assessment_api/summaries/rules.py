"""What of an announced resource is summed up. Pure: no database."""

from typing import Any

from shared.contracts.assessment.surveys import Survey


def published_by_domain(survey: Survey) -> list[dict[str, Any]]:
    """By domain, the sums of what everybody is shown of a school's survey; nothing that is hidden goes into them."""
    found: dict[str, dict[str, Any]] = {}
    for question in survey.questions:
        nothing = {"domain": question.domain, "published": False, "answers": 0, "favourable": 0}
        domain = found.setdefault(question.domain, nothing)
        if question.favourable is None or question.others is None:
            continue
        domain["published"] = True
        domain["answers"] += question.favourable + question.others
        domain["favourable"] += question.favourable
    return list(found.values())


def normalised(statement: str) -> str:
    """The same for statements that differ in case and spaces only."""
    return " ".join(statement.split()).casefold()
