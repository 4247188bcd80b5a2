"""How projects are read, and who sees what belongs to one."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from sqlalchemy import ARRAY, ColumnElement, Uuid, any_, column, exists, func, or_, select, table, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from services.partnership_api.projects.models import Project
from shared.contracts.partnership import projects as contract
from shared.contracts.partnership.organisations import SuccessionKind
from shared.contracts.roles import Kind
from shared.kit.clock import TODAY
from shared.kit.reads import View, caller_code, caller_organisation

_Column: TypeAlias = ColumnElement[Any] | InstrumentedAttribute[Any]

# Members and participations are features above this one, so they are known here by their tables' names alone.
_MEMBERS = table("project_members", column("project_id"), column("organisation"), column("left_on")).alias("m_")
_SCHOOLS = table(
    "participations", column("project_id"), column("la_code"), column("urn"), column("current_urn"), column("status")
).alias("p_")
_LED = aliased(Project)
_SUCCESSIONS = table(
    "icb_successions", column("predecessor_code"), column("successor_code"), column("effective_on"), column("kind")
).alias("s_")


def project_visible(project_id: _Column, icb_code: _Column) -> Mapping[Kind, ColumnElement[bool]]:
    """Who sees the project that a row belongs to. A kind that is not here sees none.

    A board sees those it started, those it answers for, and those whose board it alone succeeds: what a board that was
    split leaves is nobody's until it is handed over. An authority sees those it is a member of or has a school in; a
    school, those it takes part in; a parent carer group, those it is a member of.
    """
    succeeds_alone = exists().where(
        _SUCCESSIONS.c.predecessor_code == _LED.lead_icb_code,
        _SUCCESSIONS.c.successor_code == caller_code(),
        _SUCCESSIONS.c.kind == SuccessionKind.MERGER.value,
        _SUCCESSIONS.c.effective_on <= TODAY,
    )
    led = select(_LED.id).where(or_(_LED.lead_icb_code == caller_code(), succeeds_alone)).scalar_subquery()
    is_member = exists().where(
        _MEMBERS.c.project_id == project_id,
        _MEMBERS.c.organisation == caller_organisation(),
        _MEMBERS.c.left_on.is_(None),
    )
    takes_part = _SCHOOLS.c.project_id == project_id, _SCHOOLS.c.status != "withdrawn"
    return {
        Kind.ICB: or_(icb_code == caller_code(), project_id == any_(func.array(led, type_=ARRAY(Uuid)))),
        Kind.LA: or_(is_member, exists().where(*takes_part, _SCHOOLS.c.la_code == caller_code())),
        Kind.SCHOOL: exists().where(
            *takes_part, or_(_SCHOOLS.c.urn == caller_code(), _SCHOOLS.c.current_urn == caller_code())
        ),
        Kind.PCG: is_member,
        Kind.NATIONAL: true(),
        Kind.SERVICE: true(),
    }


def partners_visible(project_id: _Column, icb_code: _Column) -> Mapping[Kind, ColumnElement[bool]]:
    """Who sees how a project is planned, governed and funded: those who see the project, its schools excepted."""
    visible = project_visible(project_id, icb_code)
    return {kind: rows for kind, rows in visible.items() if kind is not Kind.SCHOOL}


PROJECTS = View(
    Project,
    contract.Project,
    project_visible(Project.id, Project.icb_code),
    sorts=("id", "icb_code", "programme_year", "updated_at"),
)
