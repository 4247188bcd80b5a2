"""Who has to sign a plan (R14). Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from services.partnership_api.members.rules import BOARD, SCHOOL

# Schools are selected after the plan is agreed, so their authorities and the board sign for them.
_DO_NOT_SIGN = frozenset({SCHOOL})


@dataclass(frozen=True, slots=True)
class Partner:
    """A current member of a project."""

    organisation: str
    name: str
    kind: str


def signatories(members: Sequence[Partner], required_kinds: Collection[str], board: str) -> list[Partner]:
    """Every member of a kind that the year requires, schools excepted; of boards, the one that answers for the project.

    A further board that takes part sees no plan, so its signature could never be given.
    """
    signing = set(required_kinds) - _DO_NOT_SIGN
    return [
        member
        for member in members
        if member.kind in signing and (member.kind != BOARD or member.organisation == board)
    ]


def missing_kinds(members: Sequence[Partner], required_kinds: Collection[str]) -> list[str]:
    """The kinds that have to sign and that no member is of."""
    present = {member.kind for member in members}
    return sorted(set(required_kinds) - _DO_NOT_SIGN - present)
