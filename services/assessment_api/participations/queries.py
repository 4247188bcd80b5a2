"""Which projects a caller is a partner of."""

from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Select, Text, Uuid, any_, cast, func, select
from sqlalchemy.orm import aliased

from services.assessment_api.participations.models import Participation, Project, ProjectMember
from shared.kit.reads import caller_code, caller_organisation

_SCHOOL = aliased(Participation)


def projects_of_caller() -> Select[Any]:
    """The ids of the projects the calling organisation is a partner of now."""
    return select(ProjectMember.project_id).where(
        ProjectMember.organisation == caller_organisation(), ProjectMember.left_on.is_(None)
    )


def projects_led() -> ColumnElement[Any]:
    """The ids of the projects the calling board answers for now, as an array: an index serves `= any` of it."""
    led = select(Project.project_id).where(Project.lead_icb_code == caller_code()).scalar_subquery()
    return any_(func.array(led, type_=ARRAY(Uuid)))


def urns_of_school() -> ColumnElement[Any]:
    """The number of the calling school and those it took part under before a conversion, for `= any` of them."""
    earlier = select(cast(_SCHOOL.urn, Text)).where(_SCHOOL.current_urn == caller_code()).scalar_subquery()
    return any_(func.array_append(func.array(earlier, type_=ARRAY(Text)), caller_code(), type_=ARRAY(Text)))
