"""Who sees which events of this service: those who see the project see what happens in it."""

from sqlalchemy import and_, not_, or_

from services.partnership_api.projects.queries import project_visible
from services.partnership_api.school_selection.queries import urns_of_school
from shared.contracts.roles import Kind
from shared.kit.feed import OWN_ROWS, Visibility
from shared.kit.tables import events

_E = events.c
_OF_PROJECT = project_visible(_E.project_id, _E.icb_code)
# An authority and a school see what concerns the project as a whole, and of single schools only their own.
_OF_ALL = and_(_E.la_code.is_(None), _E.urn.is_(None))
# A school sees nothing of how its project is planned, governed and funded.
_FOR_PARTNERS = (
    "governance-group", "meeting", "decision", "allocation", "release", "recovery", "delivery-plan", "sign-off",
    "review", "review-point", "memorandum", "consultation",
)  # fmt: skip
_GOVERNANCE = or_(*(_E.type.startswith(f"partnership.{thing}.") for thing in _FOR_PARTNERS))

EVENTS: Visibility = {
    **_OF_PROJECT,
    Kind.LA: or_(OWN_ROWS[Kind.LA], and_(_OF_ALL, _OF_PROJECT[Kind.LA])),
    Kind.SCHOOL: or_(_E.urn == urns_of_school(), and_(_OF_ALL, not_(_GOVERNANCE), _OF_PROJECT[Kind.SCHOOL])),
}
