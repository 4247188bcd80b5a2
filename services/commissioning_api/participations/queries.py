"""Which rows about schools a caller sees."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, select, true

from services.commissioning_api.participations.models import ProjectMember
from shared.contracts.roles import Kind
from shared.kit.reads import caller_code, caller_organisation


def projects_of_caller() -> Select[Any]:
    """The ids of the projects the calling organisation is a partner of now."""
    return select(ProjectMember.project_id).where(
        ProjectMember.organisation == caller_organisation(), ProjectMember.left_on.is_(None)
    )


def seen_by_partners(model: Any) -> Mapping[Kind, ColumnElement[bool]]:
    """A board sees its projects' rows, an authority its schools', a school its own, a group those of its projects."""
    return {
        Kind.ICB: model.icb_code == caller_code(),
        Kind.LA: model.la_code == caller_code(),
        Kind.SCHOOL: model.urn == caller_code(),
        Kind.PCG: model.project_id.in_(projects_of_caller()),
        Kind.NATIONAL: true(),
        Kind.SERVICE: true(),
    }
