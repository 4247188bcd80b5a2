"""The schools of projects: selected by the board, confirmed by the school, withdrawn when they leave."""

from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partnership_api.consultations import service as consultations
from services.partnership_api.members.models import Member
from services.partnership_api.organisations.models import LocalAuthority
from services.partnership_api.projects import service as projects
from services.partnership_api.projects.models import Project
from services.partnership_api.schools.models import School, SchoolLink
from shared.contracts.partnership import participations as contract
from shared.contracts.partnership.participations import ParticipationStatus
from shared.contracts.partnership.schools import LinkKind
from shared.contracts.problem import FieldError
from shared.contracts.roles import Kind
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.concurrency import found, locked

from . import errors, rules, schemas
from .models import Participation
from .queries import PARTICIPATIONS

# GIAS: open, and open but proposed to close.
_OPEN_STATUS = (1, 3)


async def select_school(
    session: AsyncSession,
    project_id: UUID,
    chosen: schemas.Selection,
    actor: Actor,
    *,
    replaces: UUID | None = None,
) -> Participation:
    """Take a school into a project, perhaps in the place of one that has left."""
    if reason := rules.why_offer_does_not_fit(chosen.cohort, chosen.offer):
        raise errors.OfferDoesNotFit(reason, errors=[_wrong("/offer", "does_not_fit", reason)])
    # The lock keeps the project open, and its members as they are, until this is decided.
    project = await projects.open_project(session, project_id, actor)
    # The lock lets one board at a time decide on a school; FOR NO KEY UPDATE leaves foreign keys to it alone.
    school = await session.get(School, chosen.urn, with_for_update={"key_share": True})
    if school is None:
        raise errors.SchoolUnknown
    _must_be_eligible(school, chosen.override_reason)
    # A school that is not ineligible lies in an authority of ours.
    authority = await session.get_one(LocalAuthority, school.la_code)
    is_member = await _is_member(session, project.id, f"la:{authority.la_code}")
    if reason := rules.why_authority_missing(authority.name, is_member=is_member):
        raise errors.AuthorityNotMember(reason)
    await _must_be_free(session, school, project)
    participation = Participation(
        project_id=project.id,
        icb_code=project.icb_code,
        programme_year=project.programme_year,
        la_code=school.la_code,
        school_name=school.name,
        current_urn=school.urn,
        replaces=replaces,
        **chosen.model_dump(),
    )
    session.add(participation)
    await outbox.announce(session, contract.ParticipationSelected, participation, actor)
    return participation


async def confirm(
    session: AsyncSession, participation_id: UUID, said: schemas.Confirmation, version: int, actor: Actor
) -> Participation:
    """Record that the school agrees to take part."""
    _must_name_who_agreed(said, actor)
    participation = await _in_open_project(session, participation_id, version, actor)
    participation.must_be_selected()
    not_yet = await consultations.why_not_consulted(
        session, participation.project_id, participation.urn, participation.la_code
    )
    if not_yet:
        raise errors.NotConsulted(" ".join(not_yet))
    participation.confirm(by=actor.organisation, agreed_by=said.agreed_by, at=utc_now())
    await outbox.announce(session, contract.ParticipationConfirmed, participation, actor)
    return participation


async def change(
    session: AsyncSession, participation_id: UUID, wanted: schemas.ParticipationChange, version: int, actor: Actor
) -> Participation:
    """Change offer or rationale before the school has confirmed."""
    participation = await _in_open_project(session, participation_id, version, actor)
    participation.must_be_selected()
    for name, value in wanted.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(participation, name, value)
    if reason := rules.why_offer_does_not_fit(participation.cohort, participation.offer):
        raise errors.OfferDoesNotFit(reason, errors=[_wrong("/offer", "does_not_fit", reason)])
    await outbox.announce(session, contract.ParticipationChanged, participation, actor)
    return participation


async def convert(
    session: AsyncSession, participation_id: UUID, successor_urn: str, version: int, actor: Actor
) -> Participation:
    """Let a participation go on with the school's successor, as the register names it."""
    participation = await _in_open_project(session, participation_id, version, actor)
    named = SchoolLink.urn == participation.current_urn, SchoolLink.link_urn == successor_urn
    successor = await session.get(School, successor_urn)
    is_successor = await session.scalar(select(exists().where(*named, SchoolLink.kind == LinkKind.SUCCESSOR)))
    if not is_successor or successor is None or successor.status_code not in _OPEN_STATUS:
        raise errors.NotTheSuccessor
    participation.convert(successor_urn)
    await outbox.announce(session, contract.ParticipationConverted, participation, actor)
    return participation


async def withdraw(
    session: AsyncSession, participation_id: UUID, said: schemas.Withdrawal, version: int, actor: Actor
) -> Participation:
    """Record that a school takes part no longer."""
    participation = await _in_open_project(session, participation_id, version, actor)
    participation.withdraw(said.reason, at=utc_now())
    await outbox.announce(session, contract.ParticipationWithdrawn, participation, actor)
    return participation


def _must_be_eligible(school: School, override_reason: str | None) -> None:
    sentences = [reason["sentence"] for reason in school.eligibility_reasons]
    if reason := rules.why_ineligible(school.eligibility, sentences):
        raise errors.SchoolIneligible(reason)
    if reason := rules.why_override_needed(school.eligibility, sentences, override_reason):
        raise errors.OverrideNeeded(reason)


def _must_name_who_agreed(said: schemas.Confirmation, actor: Actor) -> None:
    by_school = actor.kind is Kind.SCHOOL
    if by_school == (said.agreed_by is None):
        return
    refusal = errors.AgreementNotRecorded if by_school else errors.AgreementNotNamed
    raise refusal(errors=[_wrong("/agreed_by", "unexpected" if by_school else "missing", f"{refusal.title}.")])


async def _in_open_project(session: AsyncSession, participation_id: UUID, version: int, actor: Actor) -> Participation:
    seen: Participation = await found(
        session, PARTICIPATIONS, participation_id, actor, missing=errors.ParticipationNotFound
    )
    await projects.open_project(session, seen.project_id, actor)
    participation: Participation = await locked(
        session, PARTICIPATIONS, participation_id, actor, version=version, missing=errors.ParticipationNotFound
    )
    return participation


async def _is_member(session: AsyncSession, project_id: UUID, organisation: str) -> bool:
    current = Member.project_id == project_id, Member.organisation == organisation, Member.left_on.is_(None)
    return bool(await session.scalar(select(exists().where(*current))))


async def _must_be_free(session: AsyncSession, school: School, project: Project) -> None:
    taking_part = select(Participation.project_id).where(
        or_(Participation.urn == school.urn, Participation.current_urn == school.urn),
        Participation.programme_year == project.programme_year,
        Participation.status != ParticipationStatus.WITHDRAWN,
    )
    taken_by = await session.scalar(taking_part)
    if taken_by is not None:
        raise errors.SchoolSelectedAlready if taken_by == project.id else errors.SchoolTakenElsewhere


def _wrong(pointer: str, code: str, detail: str) -> FieldError:
    return FieldError(pointer=pointer, code=code, detail=detail)
