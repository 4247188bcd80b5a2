"""How summaries are computed and put: anew each time, never added to.

So they are the same whatever order the events came in, and however often. Sums are of exact numbers for that reason
too: a sum of floats depends on its order.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Select, Uuid, any_, bindparam, func, or_
from sqlalchemy.dialects.postgresql import Insert, insert

from services.reporting_api.projections.models import PackageLine
from shared.contracts.commissioning.packages import AGREED

PROJECTS = any_(bindparam("projects", type_=ARRAY(Uuid())))
PARTICIPATIONS = any_(bindparam("participations", type_=ARRAY(Uuid())))


def put(model: Any, keys: Sequence[str], values: Mapping[str, Any], rows: Select[Any]) -> Insert:
    """Put these rows in place of those of the same keys; a row that says the same is left alone."""
    new = insert(model).from_select(list(values), rows)
    others = [name for name in values if name not in keys]
    return new.on_conflict_do_update(
        index_elements=list(keys),
        set_={name: new.excluded[name] for name in others} | {"updated_at": func.clock_timestamp()},
        where=func.row(*(getattr(model, name) for name in others)).is_distinct_from(
            func.row(*(new.excluded[name] for name in others))
        ),
    )


def total(amount: Any, *which: ColumnElement[bool]) -> ColumnElement[Any]:
    """The sum over these rows; 0 of none."""
    summed = func.sum(amount)
    return func.coalesce(summed.filter(*which) if which else summed, 0)


def count(*which: ColumnElement[bool]) -> ColumnElement[Any]:
    """How many rows these are."""
    return func.count().filter(*which)


def agreed() -> ColumnElement[bool]:
    """Whether a package line is agreed to, and not cancelled since."""
    return or_(*(PackageLine.status == status.value for status in AGREED))
