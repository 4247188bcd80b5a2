"""How update requests are read: by the board that asks, by the partner that is asked, by the national team."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, literal, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting_api.deadlines import DAY, day_of, days_late
from services.reporting_api.projections.models import Participation, Project, ProjectMember
from services.reporting_api.seen import by_its_board, places_of_the_school
from shared.contracts.partnership.participations import ParticipationStatus
from shared.contracts.reporting import update_requests as contract
from shared.contracts.reporting.readiness import Check
from shared.contracts.reporting.update_requests import RequestStanding, RequestStatus
from shared.contracts.roles import Kind
from shared.kit.reads import View, caller_organisation

from .models import UpdateRequest

R = UpdateRequest
_ASKED = R.organisation == caller_organisation()
# A school that converts goes on under another number; its place in the project is the same.
_ASKED_SCHOOL = or_(_ASKED, R.participation_id == places_of_the_school())
_VISIBLE: dict[Kind, ColumnElement[bool]] = {
    Kind.NATIONAL: true(),
    Kind.SERVICE: true(),
    Kind.ICB: by_its_board(R.icb_code, R.project_id),
    Kind.LA: _ASKED,
    Kind.SCHOOL: _ASKED_SCHOOL,
    Kind.PCG: _ASKED,
    Kind.PROVIDER: _ASKED,
}
UPDATE_REQUESTS = View(R, contract.UpdateRequest, _VISIBLE, sorts=("id", "due_on", "updated_at"))

_ANSWERED_ON = day_of(R.answered_at)
_WITHDRAWN = day_of(R.withdrawn_at) <= DAY
STANDING: ColumnElement[Any] = case(
    (_WITHDRAWN, RequestStanding.WITHDRAWN.value),
    (and_(_ANSWERED_ON <= DAY, R.due_on >= _ANSWERED_ON), RequestStanding.ON_TIME.value),
    (_ANSWERED_ON <= DAY, RequestStanding.LATE.value),
    (R.due_on < DAY, RequestStanding.OVERDUE.value),
    else_=RequestStanding.DUE.value,
)


def owed(requests: ColumnElement[bool]) -> Select[Any]:
    """What is owed by these requests: done since the day they were answered, nothing once they are withdrawn."""
    withdrawn = R.withdrawn_at.is_not(None)
    return select(R.id, R.project_id, literal(Check.UPDATES.value), R.due_on, _ANSWERED_ON, withdrawn).where(requests)


UPDATES_OWED = View(
    R,
    contract.UpdateOwed,
    _VISIBLE,
    key="update_request_id",
    sorts=("update_request_id",),
    columns={
        "update_request_id": R.id.expression,
        "lead_icb_code": Project.lead_icb_code.expression,
        "standing": STANDING,
        "days_late": case((_WITHDRAWN, 0), else_=days_late(_ANSWERED_ON, R.due_on)),
        "on": DAY,
    },
    source=R.__table__.outerjoin(Project.__table__, Project.id == R.project_id),
)


async def member_name(session: AsyncSession, project: Project, organisation: str) -> str | None:
    """The name of a current member of a project."""
    member = select(ProjectMember.organisation_name).where(
        ProjectMember.project_id == project.id,
        ProjectMember.organisation == organisation,
        ProjectMember.left_on.is_(None),
    )
    found: str | None = await session.scalar(member.limit(1))
    return found


async def a_participation(
    session: AsyncSession, project: Project, *, la_code: str | None = None, urn: str | None = None
) -> Participation | None:
    """A school of a project that has not withdrawn: of an authority, or under the number it has now."""
    which = Participation.la_code == la_code if urn is None else Participation.current_urn == urn
    found: Participation | None = await session.scalar(
        select(Participation)
        .where(
            Participation.project_id == project.id,
            Participation.status != ParticipationStatus.WITHDRAWN.value,
            which,
        )
        .order_by(Participation.id)
        .limit(1)
    )
    return found


async def open_requests(session: AsyncSession, report_id: Any) -> list[UpdateRequest]:
    """What a report waits for."""
    waiting = select(R).where(R.quarterly_report_id == report_id, R.status == RequestStatus.OPEN).order_by(R.id)
    return list(await session.scalars(waiting))
