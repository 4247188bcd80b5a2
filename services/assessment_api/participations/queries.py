"""Which projects a caller is a partner of."""

from typing import Any

from sqlalchemy import Select, select

from services.assessment_api.participations.models import ProjectMember
from shared.kit.reads import caller_organisation


def projects_of_caller() -> Select[Any]:
    """The ids of the projects the calling organisation is a partner of now."""
    return select(ProjectMember.project_id).where(
        ProjectMember.organisation == caller_organisation(), ProjectMember.left_on.is_(None)
    )
