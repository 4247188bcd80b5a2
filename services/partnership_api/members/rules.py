"""Who can be a partner of which kind, when, and which partners a project still lacks (R7)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

BOARD, AUTHORITY, SCHOOL, PARENT_CARERS = "icb", "local_authority", "school", "parent_carer_group"

_KIND_OF_PREFIX = {"icb": BOARD, "la": AUTHORITY, "pcg": PARENT_CARERS}
_RESERVED = {*_KIND_OF_PREFIX.values(), SCHOOL}
_SENTENCES = {
    BOARD: "The integrated care board is not a member yet.",
    AUTHORITY: "No local authority is a member yet.",
    SCHOOL: "No school takes part yet.",
    PARENT_CARERS: "No parent carer group is a member yet.",
}


@dataclass(frozen=True, slots=True)
class Partner:
    """A current member: its organisation and the kind of partner it is."""

    organisation: str
    kind: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A partner a project lacks: one organisation, or any of a kind."""

    kind: str
    organisation: str | None
    sentence: str


def can_be_member(organisation: str) -> bool:
    """Whether an organisation of this sort becomes a member at all."""
    prefix = organisation.partition(":")[0]
    return prefix in _KIND_OF_PREFIX or prefix == "provider"


def kind_fits(organisation: str, kind: str) -> bool:
    """Whether an organisation can be a partner of a kind. A provider is of any kind that is nobody else's."""
    own = _KIND_OF_PREFIX.get(organisation.partition(":")[0])
    return kind == own if own else kind not in _RESERVED


def why_not_joined_on(joined_on: date, today: date) -> str | None:
    """The reason a membership cannot begin on a day."""
    return "A member cannot join on a day that is still to come." if joined_on > today else None


def why_not_left_on(left_on: date, joined_on: date, today: date) -> str | None:
    """The reason a membership cannot end on a day."""
    if left_on < joined_on:
        return "A member cannot leave before the day it joined."
    return "A member cannot leave on a day that is still to come." if left_on > today else None


def missing_partners(
    required_kinds: Sequence[str], members: Collection[Partner], las_with_schools: Collection[str]
) -> list[Missing]:
    """What a partnership lacks: a kind with nobody in it, and each authority that has a school but is no member."""
    present = {member.kind for member in members} | ({SCHOOL} if las_with_schools else set())
    organisations = {member.organisation for member in members}
    missing: list[Missing] = []
    for kind in required_kinds:
        if kind == AUTHORITY and las_with_schools:
            absent = sorted({f"la:{code}" for code in las_with_schools} - organisations)
            missing += [Missing(kind, name, "This authority has a school in the project.") for name in absent]
        elif kind not in present:
            missing.append(Missing(kind, None, _SENTENCES.get(kind, "No partner of this kind is a member yet.")))
    return missing
