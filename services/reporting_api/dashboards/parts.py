"""What dashboards are put together from: nested lists, profiles of domains, and how far each source is followed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, column, func, literal_column, select
from sqlalchemy.dialects.postgresql import JSON, aggregate_order_by

from services.reporting_api.projections.models import ProgrammeYear
from shared.kit.reads import json_object
from shared.kit.tables import consumer_cursors

SOURCES = ("partnership", "assessment", "commissioning")


def as_object(fields: Mapping[str, Any]) -> ColumnElement[Any]:
    """These fields as a JSON object inside another."""
    return cast(json_object(fields), JSON)


def listed(rows: Any, *order: ColumnElement[Any]) -> ColumnElement[Any]:
    """The `row` of each of these rows, in this order, as a JSON array."""
    gathered = func.json_agg(aggregate_order_by(rows.c.row, *order))
    return select(func.coalesce(gathered, literal_column("'[]'::json"))).select_from(rows).scalar_subquery()


def label_of(domain: Any, edition: ColumnElement[bool], *outer: Any) -> ColumnElement[Any]:
    """The name of a domain in the newest edition of a programme year that this is true of."""
    named = func.jsonb_to_recordset(ProgrammeYear.domains).table_valued(column("code", Text()), column("label", Text()))
    named = named.render_derived(name="named", with_types=True)
    return (
        select(named.c.label)
        .select_from(ProgrammeYear)
        .join(named, named.c.code == domain)
        .where(edition)
        .order_by(ProgrammeYear.version.desc())
        .limit(1)
        .correlate(*outer)
        .scalar_subquery()
    )


def profile(label: ColumnElement[Any], of: Any, number: Any = lambda column: column) -> dict[str, ColumnElement[Any]]:
    """The fields of a domain's profile; `number` adds a column up where several rows make one."""

    def mean(total: ColumnElement[Any], schools: ColumnElement[Any]) -> ColumnElement[Any]:
        return func.round(number(total) / func.nullif(number(schools), 0), 2)

    return {
        "domain": of.domain,
        "label": label,
        "schools_assessed": number(of.schools_assessed),
        "mean_score": mean(of.total_score, of.schools_assessed),
        "schools_followed_up": number(of.schools_followed_up),
        "mean_follow_up_score": mean(of.total_follow_up_score, of.schools_followed_up),
        "schools_reviewed": number(of.schools_reviewed),
        "mean_review_score": mean(of.total_review_score, of.schools_reviewed),
        "schools_compared": number(of.schools_compared),
        "mean_change": mean(of.total_change, of.schools_compared),
        "priorities_agreed": number(of.priorities_agreed),
        "priorities_met": number(of.priorities_met),
    }


def as_of() -> ColumnElement[Any]:
    """Until when everything each source said is counted."""
    table = consumer_cursors.c
    return as_object({name: select(table.as_of).where(table.source == name).scalar_subquery() for name in SOURCES})
