"""Self-assessments: opened for a confirmed school, answered in parts, submitted whole, opened again with a reason."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.assessment_api.findings import service as findings
from services.assessment_api.instruments import service as instruments
from services.assessment_api.participations import service as participations
from services.assessment_api.participations.errors import NotYourSchool
from shared.contracts.assessment import self_assessments as contract
from shared.contracts.assessment.findings import AT_POINT, FindingSource
from shared.contracts.assessment.instruments import InstrumentKind
from shared.contracts.partnership.participations import Participation
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.concurrency import locked
from shared.kit.http_client import Neighbour

from . import errors, rules, schemas, scores
from .models import SelfAssessment
from .queries import SELF_ASSESSMENTS
from .said import said

_KIND = InstrumentKind.SELF_ASSESSMENT


async def open_at(
    session: AsyncSession,
    neighbour: Neighbour,
    participation_id: UUID,
    new: schemas.NewSelfAssessment,
    actor: Actor,
) -> SelfAssessment:
    """Open a school's self-assessment at a point of its participation, which is asked of its owner first."""
    participation = await participations.confirmed(neighbour, participation_id, actor)
    rules.must_fit(participation, new.point)
    rules.must_come_after_baseline(new.point, await _baseline(session, participation_id))
    instrument = await instruments.current_of(session, participation.programme_year, _KIND)
    if instrument is None:
        raise errors.InstrumentMissing
    assessment = await _insert(session, participation, instrument.id, new)
    await outbox.announce(session, contract.SelfAssessmentOpened, assessment, actor)
    return assessment


async def _baseline(session: AsyncSession, participation_id: UUID) -> contract.AssessmentStatus | None:
    # Locked for share, so that it is not opened again while the follow-up that needs it is being made.
    found: contract.AssessmentStatus | None = await session.scalar(
        select(SelfAssessment.status)
        .where(SelfAssessment.participation_id == participation_id, SelfAssessment.point == contract.Point.BASELINE)
        .with_for_update(read=True)
    )
    return found


async def _insert(
    session: AsyncSession, participation: Participation, instrument_id: UUID, new: schemas.NewSelfAssessment
) -> SelfAssessment:
    statement = insert(SelfAssessment).values(
        **participations.place_of(participation),
        instrument_id=instrument_id,
        **new.model_dump(),
    )
    # The constraint decides between two that open at once; the second is told so instead of failing.
    once = statement.on_conflict_do_nothing(index_elements=["participation_id", "point", "programme_year"]).returning(
        SelfAssessment
    )
    assessment: SelfAssessment | None = await session.scalar(once)
    if assessment is None:
        raise errors.AlreadyOpened
    return assessment


async def change(
    session: AsyncSession, assessment_id: UUID, wanted: schemas.SelfAssessmentChange, version: int, actor: Actor
) -> SelfAssessment:
    """Put right who contributed and who helped."""
    assessment = await to_change(session, assessment_id, version, actor)
    assessment.must_be_open()
    given = wanted.model_dump(exclude_none=True)
    if any(getattr(assessment, name) != value for name, value in given.items()):
        for name, value in given.items():
            setattr(assessment, name, value)
        await outbox.announce(session, contract.SelfAssessmentChanged, assessment, actor)
    return assessment


async def save_answers(
    session: AsyncSession, assessment_id: UUID, given: schemas.AnswersToSave, version: int | None, actor: Actor
) -> SelfAssessment:
    """Keep some answers beside those that are there already."""
    assessment = await to_change(session, assessment_id, version, actor)
    assessment.must_be_open()
    instrument = await instruments.edition(session, assessment.instrument_id)
    strange = rules.strangers(given.answers, instrument)
    elsewhere = await instruments.asked_elsewhere(session, instrument) if strange else set()
    if wrong := rules.answer_faults(given.answers, instrument, elsewhere):
        raise errors.AnswersRefused(errors=wrong)
    new = [contract.Answer.model_validate(answer) for answer in given.answers]
    merged = [answer.model_dump() for answer in rules.merged(_answers(assessment), new, instrument)]
    if merged != assessment.answers:
        assessment.answers = merged
        await outbox.announce(session, contract.SelfAssessmentAnswered, assessment, actor)
    return assessment


async def submit(session: AsyncSession, assessment_id: UUID, version: int, actor: Actor) -> SelfAssessment:
    """Hand a self-assessment over whole; its domains are scored."""
    assessment = await to_change(session, assessment_id, version, actor)
    assessment.must_be_open()
    instrument = await instruments.edition(session, assessment.instrument_id)
    answers = _answers(assessment)
    if left := rules.unready(answers, instrument):
        raise errors.AnswersMissing(f"Left to do before submission: {len(left)}. See errors.", errors=left)
    scored = scores.domain_scores(answers, instrument)
    assessment.submit([score.model_dump() for score in scored], at=utc_now())
    await outbox.announce(session, contract.SelfAssessmentSubmitted, assessment, actor)
    found = said(assessment.point, answers, scored, instrument)
    occasion = AT_POINT[assessment.point]
    await findings.renew(session, assessment, FindingSource.SELF_ASSESSMENT, assessment.id, occasion, found, actor)
    return assessment


async def reopen(
    session: AsyncSession, assessment_id: UUID, reopening: schemas.Reopening, version: int, actor: Actor
) -> SelfAssessment:
    """Open a submitted self-assessment again."""
    assessment = await to_change(session, assessment_id, version, actor)
    assessment.reopen(reopening.reason)
    await outbox.announce(session, contract.SelfAssessmentReopened, assessment, actor)
    return assessment


async def to_change(session: AsyncSession, assessment_id: UUID, version: int | None, actor: Actor) -> SelfAssessment:
    """A self-assessment of a school that the caller may act for, locked until the transaction ends."""
    assessment: SelfAssessment = await locked(
        session, SELF_ASSESSMENTS, assessment_id, actor, version=version, missing=errors.SelfAssessmentNotFound
    )
    await participations.must_lead(session, assessment.project_id, assessment.icb_code, actor, NotYourSchool)
    return assessment


def _answers(assessment: SelfAssessment) -> list[contract.Answer]:
    return [contract.Answer.model_validate(answer) for answer in assessment.answers]
