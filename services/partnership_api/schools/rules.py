"""Which schools may take part (R4): only mainstream primary schools in England; doubt needs an override.

The guidance says "mainstream primary schools" and gives no codes: the tables below are our reading of it
in the codes of GIAS. Codes that GIAS may add later are doubtful, never silently in or out.
"""

from typing import NamedTuple

from shared.contracts.partnership.schools import Eligibility as Outcome


class Reason(NamedTuple):
    code: str
    sentence: str


class Decision(NamedTuple):
    """The outcome, and for any other than eligible every reason for it."""

    outcome: Outcome
    reasons: tuple[Reason, ...]


_OPEN_STATUSES = frozenset({1, 3})
_PRIMARY_PHASES = frozenset({2, 3})
_MAINSTREAM_TYPES = frozenset({1, 2, 3, 5, 28, 34, 35})

_CLOSED = Reason("closed", "The school is closed.")
_NURSERY = Reason("nursery", "The school is a nursery school, not a primary school.")
_SECONDARY = Reason("secondary", "The school is a secondary school.")
_POST_16 = Reason("post_16", "The establishment is for students over 16.")
_SPECIAL = Reason("special", "The school is a special school, not a mainstream one.")
_INDEPENDENT = Reason("independent", "The school is independent, not state-funded.")
_ALTERNATIVE = Reason(
    "alternative_provision",
    "The school is alternative provision, not a mainstream one.",
)
_OUTSIDE = Reason("outside_england", "The school is not in the area of an English local authority.")
_NOT_A_SCHOOL = Reason("not_a_mainstream_school", "The establishment is not a mainstream school.")

_NOT_YET_OPEN = Reason(
    "not_yet_open",
    "The school is proposed but not open yet: confirm that it opens in time to take part.",
)
_ALL_THROUGH = Reason(
    "all_through",
    "The school is all-through: confirm that the project works with its primary pupils.",
)
_MIDDLE_SECONDARY = Reason(
    "middle_deemed_secondary",
    "The school is a middle school deemed secondary: confirm that the project works with its primary pupils.",
)
_PHASE_UNKNOWN = Reason(
    "phase_not_given",
    "GIAS gives no phase of education: confirm that it is a primary school.",
)
_TYPE_UNKNOWN = Reason(
    "type_not_recognised",
    "The type of establishment does not tell whether this is a mainstream school.",
)
_STATUS_UNKNOWN = Reason("status_not_recognised", "GIAS does not tell whether the school is open.")

_EXCLUDED_STATUSES = {2: _CLOSED}
_DOUBTFUL_STATUSES = {4: _NOT_YET_OPEN}
_EXCLUDED_PHASES = {1: _NURSERY, 4: _SECONDARY, 6: _POST_16}
_DOUBTFUL_PHASES = {5: _MIDDLE_SECONDARY, 7: _ALL_THROUGH}
_EXCLUDED_TYPES = {
    **dict.fromkeys((7, 8, 10, 12, 33, 36, 44), _SPECIAL),
    **dict.fromkeys((6, 11), _INDEPENDENT),
    **dict.fromkeys((14, 38, 42, 43), _ALTERNATIVE),
    **dict.fromkeys((18, 29, 31, 32, 39, 45, 46, 57), _POST_16),
    **dict.fromkeys((40, 41), _SECONDARY),  # university technical colleges and studio schools: 14 to 19
    **dict.fromkeys((25, 26, 30, 37), _OUTSIDE),
    **dict.fromkeys((24, 49, 56), _NOT_A_SCHOOL),
    15: _NURSERY,
}


def eligibility(*, status_code: int, phase_code: int, type_code: int, in_english_la: bool) -> Decision:
    """Decide from the codes of GIAS; a SEN unit or resourced provision makes no difference."""
    excluding = [
        *_found(status_code, _EXCLUDED_STATUSES),
        *_found(phase_code, _EXCLUDED_PHASES),
        *_found(type_code, _EXCLUDED_TYPES),
        *([] if in_english_la else [_OUTSIDE]),
    ]
    if excluding:
        return Decision(Outcome.INELIGIBLE, tuple(dict.fromkeys(excluding)))
    doubts = [
        *_doubts(status_code, _OPEN_STATUSES, _DOUBTFUL_STATUSES, _STATUS_UNKNOWN),
        *_doubts(phase_code, _PRIMARY_PHASES, _DOUBTFUL_PHASES, _PHASE_UNKNOWN),
        *_doubts(type_code, _MAINSTREAM_TYPES, {}, _TYPE_UNKNOWN),
    ]
    return Decision(Outcome.NEEDS_OVERRIDE if doubts else Outcome.ELIGIBLE, tuple(doubts))


def _found(code: int, reasons: dict[int, Reason]) -> list[Reason]:
    return [reasons[code]] if code in reasons else []


def _doubts(code: int, fine: frozenset[int], doubtful: dict[int, Reason], otherwise: Reason) -> list[Reason]:
    return [] if code in fine else [doubtful.get(code, otherwise)]
