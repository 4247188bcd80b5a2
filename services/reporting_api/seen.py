"""Which projects a caller has to do with, by the copies kept here."""

from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Text, Uuid, any_, cast, exists, func, or_, select, true

from services.reporting_api.projections.models import Participation, Project, ProjectMember
from services.reporting_api.summaries.models import SchoolSummary
from shared.contracts.partnership.participations import ParticipationStatus
from shared.contracts.roles import Kind
from shared.kit.reads import caller_code, caller_organisation


def projects_led() -> ColumnElement[Any]:
    """The ids of the projects that the calling board answers for now, for `= any` of them."""
    led = select(Project.id).where(Project.lead_icb_code == caller_code()).scalar_subquery()
    return any_(func.array(led, type_=ARRAY(Uuid)))


def places_of_the_school() -> ColumnElement[Any]:
    """The ids of the participations of the calling school, by the number it has now, for `= any` of them."""
    held = select(Participation.id).where(Participation.current_urn == caller_code()).scalar_subquery()
    return any_(func.array(held, type_=ARRAY(Uuid)))


def by_its_board(icb_code: Any, project_id: Any) -> ColumnElement[bool]:
    """The board that started the project, or the one that answers for it now."""
    return or_(icb_code == caller_code(), project_id == projects_led())


def by_a_partner(project_id: Any) -> ColumnElement[bool]:
    """An organisation that is a partner of the project now."""
    return exists().where(
        ProjectMember.project_id == project_id,
        ProjectMember.organisation == caller_organisation(),
        ProjectMember.left_on.is_(None),
    )


def by_a_school(project_id: Any) -> ColumnElement[bool]:
    """A school that takes part in the project, by the number it has now."""
    return exists().where(
        Participation.project_id == project_id,
        cast(Participation.current_urn, Text) == caller_code(),
        Participation.status != ParticipationStatus.WITHDRAWN.value,
    )


def _with_its_schools(project_id: Any) -> ColumnElement[bool]:
    return exists().where(
        SchoolSummary.project_id == project_id,
        SchoolSummary.la_code == caller_code(),
        SchoolSummary.status != ParticipationStatus.WITHDRAWN.value,
    )


def projects_seen(icb_code: Any, project_id: Any) -> dict[Kind, ColumnElement[bool]]:
    """Whose project, or whose partner's, it is: each of these sees the totals of the project."""
    return {
        Kind.NATIONAL: true(),
        Kind.SERVICE: true(),
        Kind.ICB: by_its_board(icb_code, project_id),
        Kind.LA: or_(_with_its_schools(project_id), by_a_partner(project_id)),
        Kind.PCG: by_a_partner(project_id),
    }
