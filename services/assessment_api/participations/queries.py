"""Which projects and schools a caller has to do with, and so which rows it sees."""

from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Select, Text, Uuid, any_, cast, func, or_, select, true
from sqlalchemy.orm import aliased

from services.assessment_api.participations.models import Participation, Project, ProjectMember
from shared.contracts.roles import Kind
from shared.kit.reads import caller_code, caller_organisation

_SCHOOL = aliased(Participation)


def projects_of_caller() -> Select[Any]:
    """The ids of the projects the calling organisation is a partner of now."""
    return select(ProjectMember.project_id).where(
        ProjectMember.organisation == caller_organisation(), ProjectMember.left_on.is_(None)
    )


def projects_led(board: ColumnElement[Any] | None = None) -> ColumnElement[Any]:
    """The ids of the projects that a board, or else the calling one, answers for now, as an array: an index serves
    `= any` of it.
    """
    code = caller_code() if board is None else board
    led = select(Project.project_id).where(Project.lead_icb_code == code).scalar_subquery()
    return any_(func.array(led, type_=ARRAY(Uuid)))


def urns_of_school() -> ColumnElement[Any]:
    """The number of the calling school and those it took part under before a conversion, for `= any` of them."""
    earlier = select(cast(_SCHOOL.urn, Text)).where(_SCHOOL.current_urn == caller_code()).scalar_subquery()
    return any_(func.array_append(func.array(earlier, type_=ARRAY(Text)), caller_code(), type_=ARRAY(Text)))


def seen_by_partners(row: Any) -> dict[Kind, ColumnElement[bool]]:
    """Who sees the rows of a school (`OfASchool`): the school, its board, its authority, its project's parent carer
    groups, the national team and the other services. Of a project that was handed over, both boards do.
    """
    return {
        Kind.ICB: or_(row.icb_code == caller_code(), row.project_id == projects_led()),
        Kind.LA: row.la_code == caller_code(),
        Kind.SCHOOL: row.urn == urns_of_school(),
        Kind.PCG: row.project_id.in_(projects_of_caller()),
        Kind.NATIONAL: true(),
        Kind.SERVICE: true(),
    }
