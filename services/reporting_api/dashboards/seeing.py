"""Who sees the rows of which projects."""

from typing import Any

from sqlalchemy import ColumnElement, exists, or_, true

from services.reporting_api.seen import by_a_partner, by_its_board
from services.reporting_api.summaries.models import ProjectSummary, SchoolSummary
from shared.contracts.partnership.participations import ParticipationStatus
from shared.contracts.roles import Kind
from shared.kit.reads import caller_code


def _has_schools_in(project_id: Any) -> ColumnElement[bool]:
    return exists().where(
        SchoolSummary.project_id == project_id,
        SchoolSummary.la_code == caller_code(),
        SchoolSummary.status != ParticipationStatus.WITHDRAWN.value,
    )


PROJECTS_SEEN: dict[Kind, ColumnElement[bool]] = {
    Kind.NATIONAL: true(),
    Kind.SERVICE: true(),
    Kind.ICB: by_its_board(ProjectSummary.icb_code, ProjectSummary.project_id),
    Kind.LA: or_(_has_schools_in(ProjectSummary.project_id), by_a_partner(ProjectSummary.project_id)),
    Kind.PCG: by_a_partner(ProjectSummary.project_id),
}
