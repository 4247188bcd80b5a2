"""How extracts and downloads are read, and what an extract is made of: copies of what the owners announced."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Numeric, Select, cast, func, select, true
from sqlalchemy.dialects.postgresql import distinct_on

from services.reporting_api.projections.models import PackageLine, Participation, SelfAssessment
from shared.contracts.assessment.self_assessments import AssessmentStatus
from shared.contracts.partnership.participations import ParticipationStatus
from shared.contracts.reporting import extracts as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View, caller_organisation
from shared.kit.tables import consumer_cursors

from .models import Extract, ExtractDownload

EXTRACTS = View(
    Extract,
    contract.EvaluationExtract,
    {
        Kind.NATIONAL: true(),
        Kind.SERVICE: true(),
        Kind.EVALUATOR: Extract.evaluator == caller_organisation(),
    },
    sorts=("id", "updated_at"),
)
EXTRACT_DOWNLOADS = View(
    ExtractDownload,
    contract.ExtractDownload,
    {
        Kind.NATIONAL: true(),
        Kind.SERVICE: true(),
        Kind.EVALUATOR: ExtractDownload.evaluator == caller_organisation(),
    },
    columns={"updated_at": ExtractDownload.__table__.c.downloaded_at},
)

READ_UNTIL = select(consumer_cursors.c.source, consumer_cursors.c.as_of)

# A school that is only selected has not said yet that it takes part.
_TOOK_PART = (ParticipationStatus.CONFIRMED.value, ParticipationStatus.WITHDRAWN.value)


def participations(years: Sequence[str]) -> Select[Any]:
    """The participations of these years, each with the number under which its school took part first.

    A school keeps that number's pseudonym when it becomes an academy.
    """
    of_a_school = Participation.current_urn
    first = func.first_value(Participation.urn).over(partition_by=of_a_school, order_by=Participation.id)
    every = select(Participation, first.label("first_urn")).subquery()
    return (
        select(every)
        .where(every.c.programme_year.in_(years), every.c.status.in_(_TOOK_PART))
        .order_by(every.c.programme_year, every.c.id)
    )


def assessments(years: Sequence[str]) -> Select[Any]:
    """The domain scores of the latest self-assessment of each participation and point, if it is submitted."""
    found = SelfAssessment
    latest = (
        select(found.participation_id, found.point, found.status, found.domain_scores)
        .ext(distinct_on(found.participation_id, found.point))
        .join(Participation, Participation.id == found.participation_id)
        .where(Participation.programme_year.in_(years))
        .order_by(found.participation_id, found.point, found.created_at.desc(), found.id.desc())
        .subquery()
    )
    return select(latest).where(latest.c.status == AssessmentStatus.SUBMITTED.value)


def lines(years: Sequence[str]) -> Select[Any]:
    """The lines of each participation, summed up by strand, domain and status."""
    line = PackageLine
    kinds: list[Any] = [line.participation_id, line.strand, line.domain, line.status]
    hours = cast(func.round(func.sum(cast(line.hours, Numeric()))), BigInteger)
    cost = cast(func.round(func.sum(line.cost_pence), -4), BigInteger)
    return (
        select(*kinds, func.count().label("lines"), hours.label("hours"), cost.label("cost_pence"))
        .join(Participation, Participation.id == line.participation_id)
        .where(Participation.programme_year.in_(years))
        .group_by(*kinds)
    )
