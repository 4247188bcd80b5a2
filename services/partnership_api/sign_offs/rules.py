"""Who has to sign a plan (R14). Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

# Schools are selected after the plan is agreed, so their authorities and the board sign for them.
_DO_NOT_SIGN = frozenset({"school"})


@dataclass(frozen=True, slots=True)
class Partner:
    """A current member of a project."""

    organisation: str
    name: str
    kind: str


def signatories(members: Sequence[Partner], required_kinds: Collection[str]) -> list[Partner]:
    """Every member of a kind that the year requires, schools excepted."""
    signing = set(required_kinds) - _DO_NOT_SIGN
    return [member for member in members if member.kind in signing]


def missing_kinds(members: Sequence[Partner], required_kinds: Collection[str]) -> list[str]:
    """The kinds that have to sign and that no member is of."""
    present = {member.kind for member in members}
    return sorted(set(required_kinds) - _DO_NOT_SIGN - present)
