"""What callers send about projects."""

from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.partnership.projects import ProjectKind, ProjectStatus
from shared.contracts.types import Name, OdsCode, ProgrammeYear


class NewProject(Input):
    """A project to start."""

    programme_year: ProgrammeYear
    name: Name
    icb_code: Annotated[
        OdsCode | None, Field(description="The board it is for; a board leaves it out, the national team names it.")
    ] = None


class ProjectChange(Input):
    """What is to change of a project; what is left out stays."""

    name: Name | None = None


class HandOver(Input):
    """Which successor of the project's board is to answer for it."""

    successor_code: OdsCode


class ProjectQuery(ListQuery):
    """Filters of the list of projects."""

    icb_code: Many[OdsCode] | None = None
    lead_icb_code: Many[OdsCode] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    kind: Many[ProjectKind] | None = None
    status: Many[ProjectStatus] | None = None
    sort: (
        Literal["id", "-id", "icb_code", "-icb_code", "programme_year", "-programme_year", "updated_at", "-updated_at"]
        | None
    ) = None
