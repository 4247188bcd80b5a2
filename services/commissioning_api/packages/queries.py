"""How packages are read: line by line, and whole."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, ColumnElement, Text, and_, case, func, literal_column, null, select
from sqlalchemy.dialects.postgresql import aggregate_order_by, array

from services.commissioning_api.packages.models import Consideration, PackageLine
from services.commissioning_api.participations.models import Participation, SelfAssessment
from services.commissioning_api.participations.queries import seen_by_partners
from shared.contracts.assessment.self_assessments import AssessmentStatus, Point
from shared.contracts.commissioning import packages as contract
from shared.contracts.commissioning.menus import Strand
from shared.contracts.commissioning.packages import ConsideredSource, LineStatus
from shared.kit.reads import View, as_json

PACKAGE_LINES = View(
    PackageLine,
    contract.PackageLine,
    seen_by_partners(PackageLine),
    sorts=("id", "starts_on", "updated_at"),
)
CONSIDERATIONS = View(
    Consideration, contract.Consideration, seen_by_partners(Consideration), sorts=("id", "updated_at")
)

_STANDING = and_(
    PackageLine.participation_id == Participation.participation_id, PackageLine.status != LineStatus.CANCELLED
)
_ASSESSED = SelfAssessment.participation_id == Participation.participation_id
_CONSIDERED = Consideration.participation_id == Participation.participation_id


def _of_participation(value: ColumnElement[Any], *where: ColumnElement[bool]) -> ColumnElement[Any]:
    return select(value).where(*where).correlate(Participation).scalar_subquery()


def _all_of(view: View, order: Sequence[Any], where: ColumnElement[bool]) -> ColumnElement[Any]:
    pairs: list[Any] = []
    for name in view.fields:
        pairs += [literal_column(f"'{name}'"), as_json(view.column(name))]
    one = aggregate_order_by(func.json_build_object(*pairs), *order)
    return _of_participation(func.coalesce(func.json_agg(one), literal_column("'[]'::json"), type_=JSON()), where)


def _total(strand: Strand) -> ColumnElement[Any]:
    total = func.json_build_object(
        literal_column("'strand'"), literal_column(f"'{strand}'"),
        literal_column("'lines'"), func.count(),
        literal_column("'hours'"), func.coalesce(func.sum(PackageLine.hours), 0),
        literal_column("'cost_pence'"), func.coalesce(func.sum(PackageLine.cost_pence), 0),
        type_=JSON(),
    )  # fmt: skip
    return _of_participation(total, _STANDING, PackageLine.strand == strand)


def _missing(strand: Strand) -> ColumnElement[Any]:
    lines = _of_participation(func.count(), _STANDING, PackageLine.strand == strand)
    return case((lines == 0, literal_column(f"'{strand}'", Text())), else_=null())


def _not_considered(source: ConsideredSource) -> ColumnElement[Any]:
    said = _of_participation(func.count(), _CONSIDERED, Consideration.source == source)
    return case((said == 0, literal_column(f"'{source}'", Text())), else_=null())


# Each part only ever rises, and at least one rises with every change of what is shown: so their sum is a version.
_VERSION = (
    Participation.source_version
    + _of_participation(
        func.coalesce(func.sum(PackageLine.version), 0), PackageLine.participation_id == Participation.participation_id
    )
    + _of_participation(func.coalesce(func.sum(Consideration.version), 0), _CONSIDERED)
    + _of_participation(func.coalesce(func.sum(SelfAssessment.source_version), 0), _ASSESSED)
)

PACKAGES = View(
    Participation,
    contract.SupportPackage,
    seen_by_partners(Participation),
    key="participation_id",
    columns={
        "baseline_submitted_at": _of_participation(
            func.max(SelfAssessment.submitted_at),
            _ASSESSED,
            SelfAssessment.point == Point.BASELINE,
            SelfAssessment.status == AssessmentStatus.SUBMITTED,
        ),
        "strands": func.json_build_array(*(_total(strand) for strand in Strand), type_=JSON()),
        "strands_missing": func.array_remove(array([_missing(strand) for strand in Strand]), null()),
        "considerations": _all_of(CONSIDERATIONS, (Consideration.source,), _CONSIDERED),
        "considerations_missing": func.array_remove(
            array([_not_considered(each) for each in ConsideredSource]), null()
        ),
        "lines": _all_of(PACKAGE_LINES, (PackageLine.starts_on, PackageLine.id), _STANDING),
        "version": _VERSION,
    },
)
