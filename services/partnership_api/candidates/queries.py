"""How candidates are read: a board those of its projects, an authority and a school their own."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement

from services.partnership_api.projects.queries import project_visible
from services.partnership_api.school_selection.queries import urns_of_school
from shared.contracts.partnership import selection as contract
from shared.contracts.roles import Kind
from shared.kit.db import Connection
from shared.kit.reads import View, caller_code

from .models import Candidate, EvidenceItem


def _visible(model: Any) -> Mapping[Kind, ColumnElement[bool]]:
    return {
        **project_visible(model.project_id, model.icb_code),
        Kind.LA: model.la_code == caller_code(),
        Kind.SCHOOL: model.urn == urns_of_school(),
    }


CANDIDATES = View(Candidate, contract.Candidate, _visible(Candidate), sorts=("id", "school_name", "updated_at"))
EVIDENCE = View(EvidenceItem, contract.EvidenceItem, _visible(EvidenceItem), sorts=("id", "updated_at"))

_PROGRESS = """
select p.target_schools,
       count(*) filter (where s.cohort = 'new' and s.status = 'selected') as new_selected,
       count(*) filter (where s.cohort = 'new' and s.status = 'confirmed') as new_confirmed,
       count(*) filter (where s.cohort = 'existing' and s.status = 'selected') as existing_selected,
       count(*) filter (where s.cohort = 'existing' and s.status = 'confirmed') as existing_confirmed,
       count(*) filter (where s.status = 'withdrawn') as withdrawn
from projects p left join participations s on s.project_id = p.id where p.id = $1 group by p.id
"""
_BY_LA = """
select la_code, count(*) filter (where status = 'candidate') as candidate,
       count(*) filter (where status = 'selected') as selected, count(*) filter (where status = 'reserve') as reserve,
       count(*) filter (where status = 'declined') as declined,
       count(*) filter (where status = 'withdrawn') as withdrawn
from candidates where project_id = $1 group by la_code order by la_code
"""


async def progress_of(connection: Connection, project_id: UUID) -> contract.SelectionProgress:
    """How far a project's selection has come."""
    row = dict(await connection.fetchrow(_PROGRESS, project_id))
    target = row["target_schools"]
    chosen = row["new_selected"] + row["new_confirmed"]
    difference = None if target is None else chosen - target
    return contract.SelectionProgress(
        project_id=project_id,
        difference=difference,
        sentence=_sentence(chosen, target),
        candidates=[contract.CandidatesOfLa(**dict(each)) for each in await connection.fetch(_BY_LA, project_id)],
        **row,
    )


def _sentence(chosen: int, target: int | None) -> str:
    if target is None:
        return f"{chosen} additional schools are chosen; the year names no target for this kind of project."
    if chosen == target:
        return f"{chosen} additional schools are chosen, as many as expected."
    more = "more" if chosen > target else "fewer"
    return f"{chosen} additional schools are chosen, {abs(chosen - target)} {more} than the {target} expected."
