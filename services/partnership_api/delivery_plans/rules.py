"""What a plan must say before it is submitted, and how two versions differ. Pure."""

import json
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from shared.contracts.partnership.delivery_plans import ChangeKind, PlanChange
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
    return [change for name in SECTIONS for change in _section(f"/{name}", before[name], after[name])]


def _section(pointer: str, before: Any, after: Any) -> Iterator[PlanChange]:
    return _lines(pointer, before, after) if isinstance(after, list) else _differences(pointer, before, after)


def _lines(pointer: str, before: list[Any], after: list[Any]) -> Iterator[PlanChange]:
    # Lines that are the same are found first: one that is put in front of others changes none of them.
    matched = SequenceMatcher(a=[_text(line) for line in before], b=[_text(line) for line in after], autojunk=False)
    for tag, old, old_end, new, new_end in matched.get_opcodes():
        if tag == "equal":
            continue
        in_both = min(old_end - old, new_end - new)
        for place in range(in_both):
            yield from _differences(f"{pointer}/{new + place}", before[old + place], after[new + place])
        for place in range(old + in_both, old_end):
            yield from _differences(f"{pointer}/{place}", before[place], None)
        for place in range(new + in_both, new_end):
            yield from _differences(f"{pointer}/{place}", None, after[place])


def _text(line: Any) -> str:
    return json.dumps(line, sort_keys=True)


def _differences(pointer: str, before: Any, after: Any) -> Iterator[PlanChange]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for name in {**before, **after}:
            yield from _differences(f"{pointer}/{name}", before.get(name), after.get(name))
    elif before is None:
        yield PlanChange(kind=ChangeKind.ADDED, pointer=pointer, before=None, after=after)
    elif after is None:
        yield PlanChange(kind=ChangeKind.REMOVED, pointer=pointer, before=before, after=None)
    else:
        yield PlanChange(kind=ChangeKind.CHANGED, pointer=pointer, before=before, after=after)
