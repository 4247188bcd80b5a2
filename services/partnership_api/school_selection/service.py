"""The schools of projects: selected by the board, confirmed by the school, withdrawn when they leave."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.partnership_api.consultations import service as consultations
from services.partnership_api.projects import service as projects
from services.partnership_api.schools.models import School
from shared.contracts.partnership import participations as contract
from shared.contracts.problem import FieldError
from shared.contracts.roles import Kind
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.concurrency import found, locked

from . import errors, rules, schemas
from .ground import Ground, survey
from .models import Participation
from .queries import PARTICIPATIONS


async def select_school(
    session: AsyncSession, project_id: UUID, chosen: schemas.Selection, actor: Actor, *, replaces: UUID | None = None
) -> Participation:
    """Take a school into a project, perhaps in the place of one that has left."""
    # The lock keeps the project open, and its members as they are, until this is decided.
    project = await projects.open_project(session, project_id, actor)
    participation = decide(await survey(session, project, [chosen.urn]), chosen, replaces=replaces)
    session.add(participation)
    await outbox.announce(session, contract.ParticipationSelected, participation, actor)
    return participation


def decide(ground: Ground, chosen: schemas.Selection, *, replaces: UUID | None = None) -> Participation:
    """The participation of a school that may be selected. From then on the school is taken on this ground."""
    if reason := rules.why_offer_does_not_fit(chosen.cohort, chosen.offer):
        raise errors.OfferDoesNotFit(reason, errors=[_wrong("/offer", "does_not_fit", reason)])
    school, project = ground.schools.get(chosen.urn), ground.project
    if school is None:
        raise errors.SchoolUnknown
    must_not_be_ineligible(school)
    if reason := rules.why_override_needed(school.eligibility, _sentences(school), chosen.override_reason):
        raise errors.OverrideNeeded(reason)
    # A school that is not ineligible lies in an authority of ours.
    authority = ground.authorities[school.la_code]
    if reason := rules.why_authority_missing(authority.name, is_member=authority.is_member):
        raise errors.AuthorityNotMember(reason)
    if (taken_by := ground.taken.get(school.urn)) is not None:
        raise errors.SchoolSelectedAlready if taken_by == project.id else errors.SchoolTakenElsewhere
    ground.taken[school.urn] = project.id
    return Participation(
        project_id=project.id,
        icb_code=project.icb_code,
        programme_year=project.programme_year,
        la_code=school.la_code,
        school_name=school.name,
        current_urn=school.urn,
        took_part_before=school.urn in ground.before,
        replaces=replaces,
        **chosen.model_dump(),
    )


def must_not_be_ineligible(school: School) -> None:
    """Refuse a school that cannot take part whatever is said for it."""
    if reason := rules.why_ineligible(school.eligibility, _sentences(school)):
        raise errors.SchoolIneligible(reason)


async def confirm(
    session: AsyncSession, participation_id: UUID, said: schemas.Confirmation, version: int, actor: Actor
) -> Participation:
    """Record that the school agrees to take part."""
    _must_name_who_agreed(said, actor)
    participation = await _in_open_project(session, participation_id, version, actor)
    participation.must_be_selected()
    urns = {participation.urn, participation.current_urn}
    not_yet = await consultations.why_not_consulted(session, participation.project_id, urns, participation.la_code)
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


def _sentences(school: School) -> list[str]:
    return [reason["sentence"] for reason in school.eligibility_reasons]


def _wrong(pointer: str, code: str, detail: str) -> FieldError:
    return FieldError(pointer=pointer, code=code, detail=detail)
