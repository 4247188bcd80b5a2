"""How participations are read: a board those of its projects, an authority and a school their own."""

from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Text, any_, cast, func, select
from sqlalchemy.orm import aliased

from services.partnership_api.projects.queries import project_visible
from services.partnership_api.school_selection.models import Participation
from shared.contracts.partnership import participations as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View, caller_code

_SCHOOL = aliased(Participation)


def urns_of_school() -> ColumnElement[Any]:
    """The number of the calling school and those it took part under before a conversion, for `= any` of them.

    After a conversion a school has a new number, and its tokens too; those for its old one end with it.
    """
    earlier = select(cast(_SCHOOL.urn, Text)).where(_SCHOOL.current_urn == caller_code()).scalar_subquery()
    return any_(func.array_append(func.array(earlier, type_=ARRAY(Text)), caller_code(), type_=ARRAY(Text)))


PARTICIPATIONS = View(
    Participation,
    contract.Participation,
    {
        **project_visible(Participation.project_id, Participation.icb_code),
        Kind.LA: Participation.la_code == caller_code(),
        Kind.SCHOOL: Participation.urn == urns_of_school(),
    },
    sorts=("id", "school_name", "updated_at"),
)
