"""Whom a project's governance needs (R9), who can speak for whom, and who can have taken part (R8)."""

from collections.abc import Collection, Iterable
from datetime import date

from shared.contracts.partnership.governance import Absence, AbsenceCode, Represents

_FOR = {
    Represents.ICB: ("icb",),
    Represents.LOCAL_AUTHORITY: ("la",),
    # A forum that has no body of its own is spoken for by the charity that hosts it.
    Represents.PARENT_CARER_GROUP: ("pcg", "provider"),
    Represents.OTHER: ("icb", "la", "pcg", "provider"),
}
_IN_GROUP = ("is", "in the governance group")
_AT_MEETING = ("was", "at the meeting")


def can_represent(organisation: str, represents: Represents) -> bool:
    """Whether an organisation can speak for such members."""
    return _kind(organisation) in _FOR[represents]


def gaps(icb_code: str, la_codes: Collection[str], members: Iterable[tuple[str, Represents]]) -> list[Absence]:
    """Whom a governance group lacks."""
    members = list(members)
    present = {organisation for organisation, _ in members}
    has_parents = any(represents is Represents.PARENT_CARER_GROUP for _, represents in members)
    return _absences(icb_code, la_codes, present, _IN_GROUP, has_parents=has_parents)


def flags(
    icb_code: str, la_codes: Collection[str], attended: Collection[str], parent_carers: Collection[str]
) -> list[Absence]:
    """Who was absent from a meeting. `parent_carers` are those in the group who speak for them."""
    has_parents = any(_kind(each) == "pcg" or each in parent_carers for each in attended)
    return _absences(icb_code, la_codes, attended, _AT_MEETING, has_parents=has_parents)


def outside(named: Iterable[str], allowed: Collection[str]) -> list[str]:
    """Those of the named who are not among the allowed, each once."""
    return sorted(set(named) - set(allowed))


def why_not_on(day: date, today: date) -> str | None:
    """The reason that something cannot have happened on a day."""
    return "What is recorded has happened: the day cannot be still to come." if day > today else None


def _kind(organisation: str) -> str:
    return organisation.partition(":")[0]


def _absences(
    icb_code: str, la_codes: Collection[str], present: Collection[str], where: tuple[str, str], *, has_parents: bool
) -> list[Absence]:
    verb, place = where
    found = []
    board = f"icb:{icb_code}"
    if board not in present:
        found.append(_absence(AbsenceCode.BOARD_ABSENT, board, f"The integrated care board {verb} not {place}."))
    for authority in sorted(f"la:{code}" for code in la_codes):
        if authority not in present:
            sentence = f"A local authority with a school in the project {verb} not {place}."
            found.append(_absence(AbsenceCode.AUTHORITY_ABSENT, authority, sentence))
    if not has_parents:
        sentence = f"Nobody who speaks for parent carers {verb} {place}."
        found.append(_absence(AbsenceCode.PARENT_CARERS_ABSENT, None, sentence))
    return found


def _absence(code: AbsenceCode, organisation: str | None, sentence: str) -> Absence:
    return Absence(code=code, organisation=organisation, sentence=sentence)
