"""Beginning the reports of projects: one for each quarter of the edition of the year that a project started under."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting_api.projections.models import ProgrammeYear, Project
from services.reporting_api.summaries import owed
from shared.contracts.event import CloudEvent
from shared.contracts.partnership.programmes import ProgrammeYearPublished, Quarter
from shared.contracts.reporting.quarterly_reports import QuarterlyReportBegun
from shared.kit import outbox
from shared.kit.columns import new_id

from .models import QuarterlyReport
from .queries import owed as owed_by

_BEGUN_BY = "service:reporting"


def years_in(events: Iterable[CloudEvent]) -> set[UUID]:
    """The editions of programme years that a batch tells of."""
    return {UUID(event.data["id"]) for event in events if event.type == ProgrammeYearPublished.type}


async def begin(session: AsyncSession, projects: Collection[UUID], years: Collection[UUID]) -> None:
    """Begin what is missing for these projects, and for those of these years; what is there stays as it is."""
    there = select(func.count()).where(QuarterlyReport.project_id == Project.id).scalar_subquery()
    lacking = (
        select(Project, ProgrammeYear.quarters)
        .join(ProgrammeYear, ProgrammeYear.id == Project.programme_year_id)
        .where(
            or_(Project.id.in_(projects), ProgrammeYear.id.in_(years)),
            func.jsonb_array_length(ProgrammeYear.quarters) > there,
        )
        .order_by(Project.id)
    )
    rows = [
        _row(project, Quarter.model_validate(quarter))
        for project, quarters in await session.execute(lacking)
        for quarter in quarters
    ]
    if not rows:
        return
    # Several followers may get here at once, and a rebuild tells of every project anew: the constraint decides.
    once = insert(QuarterlyReport).on_conflict_do_nothing(index_elements=["project_id", "quarter"])
    begun = (await session.scalars(once.returning(QuarterlyReport), rows)).all()
    await outbox.announce_each(session, QuarterlyReportBegun, begun, _BEGUN_BY)
    await owed.keep(session, owed_by(QuarterlyReport.id.in_([report.id for report in begun])))


def _row(project: Project, quarter: Quarter) -> dict[str, Any]:
    return {
        "id": new_id(),
        "project_id": project.id,
        "icb_code": project.icb_code,
        "programme_year": project.programme_year,
        "quarter": quarter.number,
        "starts_on": quarter.starts_on,
        "ends_on": quarter.ends_on,
        "due_on": quarter.report_due_on,
        "illustrative": quarter.illustrative,
    }
