"""What a plan must say before it is submitted, and how two versions differ. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from shared.contracts.partnership.delivery_plans import PlanChange
from shared.contracts.problem import FieldError

SECTIONS = {
    "support": "Say what support may be commissioned.",
    "commissioning": "Say how it will be commissioned.",
    "funding": "Say how the funding is allocated.",
    "partner_arrangements": "Say how the partners work together.",
    "selection_process": "Say how schools are chosen.",
    "engagement": "Say how parent carers are engaged.",
    "risks": "Say what may go wrong, and what is done about it.",
}


def missing_sections(plan: Mapping[str, Any]) -> list[FieldError]:
    """Each section that is still empty, by place."""
    return [
        FieldError(pointer=f"/{name}", code="missing", detail=sentence)
        for name, sentence in SECTIONS.items()
        if not plan[name]
    ]


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[PlanChange]:
    """How the sections of one version differ from another's, place by place."""
    return [change for name in SECTIONS for change in _changes(f"/{name}", before[name], after[name])]


def _changes(pointer: str, before: Any, after: Any) -> Iterator[PlanChange]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for name in {**before, **after}:
            yield from _changes(f"{pointer}/{name}", before.get(name), after.get(name))
    elif isinstance(before, list) and isinstance(after, list):
        for place in range(max(len(before), len(after))):
            yield from _changes(f"{pointer}/{place}", _at(before, place), _at(after, place))
    else:
        yield PlanChange(pointer=pointer, before=before, after=after)


def _at(items: list[Any], place: int) -> Any:
    return items[place] if place < len(items) else None
