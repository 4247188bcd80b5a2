"""Surveys: counted for a school and a term, put as counts or as a file of responses, taken back whole."""

from collections.abc import AsyncIterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.assessment_api.findings import service as findings
from services.assessment_api.findings.rules import Said
from services.assessment_api.instruments import service as instruments
from services.assessment_api.participations import service as participations
from services.assessment_api.participations.rules import must_take_part
from shared.contracts.assessment import surveys as contract
from shared.contracts.assessment.findings import IN_TERM, FindingSource
from shared.contracts.assessment.instruments import Instrument, InstrumentKind
from shared.contracts.partnership.participations import Participation
from shared.kit import outbox, tabular
from shared.kit.auth import Actor
from shared.kit.concurrency import locked
from shared.kit.db import Database
from shared.kit.errors import StaleVersion
from shared.kit.http_client import Neighbour
from shared.kit.uploads import of_file

from . import errors, responses, rules, schemas
from .models import Survey
from .queries import surveys_for

_STALE = "The survey was made, changed or taken back after you read it. Read it again before you change it."


class Occasion(NamedTuple):
    """Which survey of which school, and what the caller last knew of it: version 0, that there is none."""

    participation: Participation
    term: contract.Term
    version: int


async def occasion(
    neighbour: Neighbour, participation_id: UUID, term: contract.Term, version: int, actor: Actor
) -> Occasion:
    """Ask who takes part. A school that withdrew may still put right what it said, and begins nothing new."""
    participation = await participations.asked_of_owner(neighbour, participation_id, actor)
    if version == 0:
        must_take_part(participation)
    return Occasion(participation, term, version)


async def version_of(session: AsyncSession, participation_id: UUID, term: contract.Term) -> int:
    """The version that a survey has by now, locked where there is one; 0 where there is none."""
    statement = select(Survey).where(Survey.participation_id == participation_id, Survey.term == term)
    there = await session.scalar(statement.with_for_update().execution_options(populate_existing=True))
    return there.version if there else 0


async def put(session: AsyncSession, of: Occasion, given: schemas.SurveyGiven, threshold: int, actor: Actor) -> Survey:
    """Record a survey, or replace all its counts."""
    instrument = await instrument_of(session, of)
    if wrong := rules.faults(given, instrument):
        raise errors.CountsRefused(errors=wrong)
    return await _record(session, of, rules.given(given), instrument, threshold, actor)


async def count_responses(
    database: Database, of: Occasion, chunks: AsyncIterable[bytes]
) -> tuple[responses.Responses, Instrument]:
    """Read and count a file. No connection to the database is held while it comes in, however slow the line is."""
    async with database.transaction() as session:
        instrument = await instrument_of(session, of)
    try:
        return await responses.read(chunks, instrument), instrument
    except tabular.FileRefused as refused:
        raise of_file(refused) from None


async def record_responses(
    session: AsyncSession,
    of: Occasion,
    read: responses.Responses,
    instrument: Instrument,
    threshold: int,
    actor: Actor,
) -> Survey:
    """Record what was counted of a file, all of it or nothing."""
    if read.rejected:
        detail = f"Rows that cannot be used: {read.rejected}. See errors for the first faults. Nothing was changed."
        raise errors.ResponsesRefused(detail, errors=read.errors)
    return await _record(session, of, read.counted(), instrument, threshold, actor)


async def withdraw(session: AsyncSession, survey_id: UUID, version: int, actor: Actor) -> None:
    """Take a survey back: its counts are gone, and so is what they said of the school."""
    view = surveys_for(actor.kind)
    survey: Survey = await locked(session, view, survey_id, actor, version=version, missing=errors.SurveyNotFound)
    survey.must_have_no_themes()
    await outbox.announce(session, contract.SurveyWithdrawn, survey, actor)
    await _renew(session, survey, [], actor)
    await session.delete(survey)


async def publish_again(session: AsyncSession, threshold: int, at_most: int, actor: str) -> int:
    """Let surveys that were published under another threshold be published under this one; how many were left."""
    other = select(Survey).where(Survey.suppression_threshold != threshold).limit(at_most)
    # In the order in which an upload takes them, so that neither waits for the other for ever.
    in_order = other.order_by(Survey.participation_id, Survey.term).with_for_update()
    found = (await session.scalars(in_order)).all()
    for survey in found:
        instrument = await instruments.edition(session, survey.instrument_id)
        questions = [contract.QuestionCounts.model_validate(each) for each in survey.exact_questions]
        exact = rules.Counts(survey.exact_respondents, survey.exact_respondents_send, questions)
        _say(survey, exact, threshold, instrument)
    await outbox.announce_each(session, contract.SurveyChanged, found, actor)
    for survey in found:
        await _renew(session, survey, _said(survey), actor)
    return len(found)


async def instrument_of(session: AsyncSession, of: Occasion) -> Instrument:
    """The edition a survey was made with or, when there is none yet, that which is in use for its year."""
    existing = await session.scalar(_stored(of))
    if of.version != (existing.version if existing else 0):
        raise StaleVersion(_STALE)
    if existing is not None:
        return await instruments.edition(session, existing.instrument_id)
    kind = InstrumentKind.PARENT_CARER_SURVEY
    current = await instruments.current_of(session, of.participation.programme_year, kind)
    if current is None:
        raise errors.SurveyInstrumentMissing
    return await instruments.edition(session, current.id)


async def _record(
    session: AsyncSession, of: Occasion, counted: rules.Counted, instrument: Instrument, threshold: int, actor: Actor
) -> Survey:
    exact = rules.exactly(counted, instrument)
    if of.version == 0:
        survey = await _insert(session, of, exact, threshold, instrument)
        await outbox.announce(session, contract.SurveyRecorded, survey, actor)
    else:
        survey = await _locked(session, of, instrument)
        _say(survey, exact, threshold, instrument)
        if not session.is_modified(survey):
            return survey
        await outbox.announce(session, contract.SurveyChanged, survey, actor)
    await _renew(session, survey, _said(survey), actor)
    return survey


async def _insert(
    session: AsyncSession, of: Occasion, exact: rules.Counts, threshold: int, instrument: Instrument
) -> Survey:
    statement = insert(Survey).values(
        **participations.place_of(of.participation),
        term=of.term,
        instrument_id=instrument.id,
        **_columns(exact, threshold, instrument),
    )
    # The constraint decides between two that record at once; the second is told so instead of failing.
    once = statement.on_conflict_do_nothing(index_elements=["participation_id", "term", "programme_year"]).returning(
        Survey
    )
    survey: Survey | None = await session.scalar(once)
    if survey is None:
        raise StaleVersion(_STALE)
    return survey


async def _locked(session: AsyncSession, of: Occasion, instrument: Instrument) -> Survey:
    """The survey to change, of the edition that its answers were read by."""
    found: Survey | None = await session.scalar(_stored(of).with_for_update().execution_options(populate_existing=True))
    if found is None or found.version != of.version or found.instrument_id != instrument.id:
        raise StaleVersion(_STALE)
    return found


def _stored(of: Occasion) -> Select[Survey]:
    return select(Survey).where(Survey.participation_id == of.participation.id, Survey.term == of.term)


def _say(survey: Survey, exact: rules.Counts, threshold: int, instrument: Instrument) -> None:
    for name, value in _columns(exact, threshold, instrument).items():
        setattr(survey, name, value)


def _columns(exact: rules.Counts, threshold: int, instrument: Instrument) -> dict[str, Any]:
    published = rules.for_everybody(exact, threshold, instrument)
    return {
        "respondents": published.respondents,
        "respondents_send": published.respondents_send,
        "questions": [each.model_dump() for each in published.questions],
        "exact_respondents": exact.respondents,
        "exact_respondents_send": exact.respondents_send,
        "exact_questions": [each.model_dump() for each in exact.questions],
        "suppression_threshold": threshold,
        "suppressed": published != exact,
    }


def _said(survey: Survey) -> list[Said]:
    published = [contract.QuestionCounts.model_validate(each) for each in survey.questions]
    return rules.said(survey.term, published)


async def _renew(session: AsyncSession, survey: Survey, said: Sequence[Said], actor: Actor | str) -> None:
    occasion_ = IN_TERM[survey.term]
    await findings.renew(session, survey, FindingSource.SURVEY, survey.id, occasion_, said, actor)
