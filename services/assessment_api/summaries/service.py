"""Keeping copies of what this service announced, and the sums of them. The highest version stays, in whatever order."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.assessment import self_assessments, surveys, themes
from shared.contracts.event import CloudEvent, Event
from shared.kit.db import bare
from shared.kit.reads import compiled

from . import queries, rules
from .facts import FIGURES
from .models import AnalysedAssessment, AnalysedSurvey, AnalysedTheme, SchoolDomainScore

_ASSESSMENTS = (
    self_assessments.SelfAssessmentOpened,
    self_assessments.SelfAssessmentSubmitted,
    self_assessments.SelfAssessmentReopened,
)
_SURVEYS = (surveys.SurveyRecorded, surveys.SurveyChanged, surveys.SurveyWithdrawn)
_THEMES = (themes.ThemeRecorded, themes.ThemeChanged, themes.ThemeWithdrawn)
TYPES = sorted(event.type for event in (*_ASSESSMENTS, *_SURVEYS, *_THEMES))
_STEPS = (queries.forget_places, queries.sum_places, queries.forget_england, queries.sum_england)
_LAST = 2**31 - 1
_LOCK = "select pg_advisory_xact_lock(hashtextextended('assessment summaries', 0))"


async def follow(session: AsyncSession, events: Sequence[CloudEvent]) -> None:
    """Copy what a batch of this service's own events says, then sum up the projects it is about."""
    await _keep_assessments(session, _of(events, _ASSESSMENTS, self_assessments.SelfAssessment))
    await _keep_surveys(session, [event for event in events if event.type in {each.type for each in _SURVEYS}])
    await _keep_themes(session, _of(events, _THEMES, themes.Theme))
    await summarise(session, {UUID(event.data["project_id"]) for event in events})


async def summarise(session: AsyncSession, projects: Collection[UUID]) -> None:
    """Compute the sums of these projects anew, and those of England in their years.

    Two followers do this, each seeing only its own copies until it commits. The one that has the lock sees all that
    the other wrote before; there is one lock, because the sums of England are of all projects.
    """
    if not projects:
        return
    connection = await bare(session)
    # A statement of its own: the next one then sees what was committed while this one waited.
    await connection.execute(_LOCK)
    of_projects = {"projects": list(projects)}
    asked = compiled((queries.years_of_projects,), queries.years_of_projects)
    years = [row[0] for row in await connection.fetch(asked.sql, *asked.values(of_projects))]
    for figure in FIGURES:
        for step in _STEPS:
            statement = compiled((step, figure), lambda step=step, figure=figure: step(figure))
            await connection.execute(statement.sql, *statement.values({**of_projects, "years": years}))


def _of(events: Iterable[CloudEvent], kinds: Sequence[type[Event]], contract: Any) -> list[Any]:
    """The resources that events of these kinds are about, each once, at its highest version here."""
    types = {kind.type for kind in kinds}
    newest: dict[UUID, Any] = {}
    for event in events:
        if event.type in types:
            said = contract.model_validate(event.data)
            if said.id not in newest or newest[said.id].version < said.version:
                newest[said.id] = said
    return list(newest.values())


async def _put(session: AsyncSession, model: Any, rows: Sequence[Mapping[str, Any]]) -> set[UUID]:
    """Put these rows where no higher version is; the ids of those that were put."""
    if not rows:
        return set()
    new = postgresql.insert(model).values(list(rows))
    put = new.on_conflict_do_update(
        index_elements=["id"],
        set_={name: new.excluded[name] for name in rows[0] if name != "id"},
        where=model.version < new.excluded.version,
    )
    return set(await session.scalars(put.returning(model.id)))


async def _keep_assessments(session: AsyncSession, said: Sequence[self_assessments.SelfAssessment]) -> None:
    names = {"id", "participation_id", "version", "point", "status"}
    put = await _put(session, AnalysedAssessment, [each.model_dump(include=names) for each in said])
    if not put:
        return
    await session.execute(delete(SchoolDomainScore).where(SchoolDomainScore.self_assessment_id.in_(put)))
    if scores := [score for each in said if each.id in put for score in _scores(each)]:
        await session.execute(insert(SchoolDomainScore), scores)


def _scores(said: self_assessments.SelfAssessment) -> list[dict[str, Any]]:
    if said.submitted_at is None:
        return []
    place = {"participation_id", "project_id", "icb_code", "la_code", "urn", "programme_year", "point", "submitted_at"}
    return [
        {
            "id": f"{said.id}:{score.domain}",
            "self_assessment_id": said.id,
            **said.model_dump(include=place),
            **score.model_dump(exclude={"score"}),
            # As it is written, and not as a float is stored: so it is in the answer of the assessment too.
            "score": None if score.score is None else Decimal(str(score.score)),
        }
        for score in said.domain_scores
    ]


async def _keep_surveys(session: AsyncSession, events: Sequence[CloudEvent]) -> None:
    rows: dict[UUID, dict[str, Any]] = {}
    for event in events:
        said = surveys.Survey.model_validate(event.data)
        withdrawn = event.type == surveys.SurveyWithdrawn.type
        row = {
            "id": said.id,
            "participation_id": said.participation_id,
            # Nothing comes after a withdrawal, whichever number it is announced with.
            "version": _LAST if withdrawn else said.version,
            "domains": [] if withdrawn else rules.published_by_domain(said),
        }
        if said.id not in rows or rows[said.id]["version"] < row["version"]:
            rows[said.id] = row
    await _put(session, AnalysedSurvey, list(rows.values()))


async def _keep_themes(session: AsyncSession, said: Sequence[themes.Theme]) -> None:
    names = {"id", "participation_id", "version", "domain", "kind", "statement"}
    rows = [
        {
            **each.model_dump(include=names),
            "normalised": rules.normalised(each.statement),
            "active": each.status is themes.ThemeStatus.ACTIVE,
        }
        for each in said
    ]
    await _put(session, AnalysedTheme, rows)
