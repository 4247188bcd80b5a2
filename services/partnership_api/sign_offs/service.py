"""Asking for, giving, declining and voiding signatures. Locks: the project, its plan, then the signature."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partnership_api.delivery_plans import service as plans
from services.partnership_api.delivery_plans.models import DeliveryPlan
from services.partnership_api.members.models import Member
from services.partnership_api.programmes.models import ProgrammeYear
from services.partnership_api.projects.models import Project
from shared.contracts.partnership import sign_offs as contract
from shared.contracts.partnership.sign_offs import SignOffStatus
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.concurrency import found, locked

from . import errors, rules, schemas
from .models import SignOff
from .queries import SIGN_OFFS


async def submit(session: AsyncSession, project: Project, plan: DeliveryPlan, actor: Actor) -> None:
    """Hand a plan to the partners, and ask each that has to for its signature. For who holds the locks."""
    year = await session.get_one(ProgrammeYear, project.programme_year_id)
    members = await _members(session, project.id)
    if missing := rules.missing_kinds(members, year.required_partner_kinds):
        kinds = ", ".join(kind.replace("_", " ") for kind in missing)
        raise errors.SignatoriesMissing(f"No member is of these kinds yet: {kinds}.")
    await plans.submit(session, plan, actor)
    board = f"icb:{project.lead_icb_code}"
    for partner in rules.signatories(members, year.required_partner_kinds, board):
        sign_off = SignOff(
            delivery_plan_id=plan.id,
            version_number=plan.version_number,
            project_id=plan.project_id,
            icb_code=plan.icb_code,
            programme_year=plan.programme_year,
            organisation=partner.organisation,
            organisation_name=partner.name,
            kind=partner.kind,
        )
        session.add(sign_off)
        await outbox.announce(session, contract.SignOffAwaited, sign_off, actor)


async def sign(session: AsyncSession, sign_off_id: UUID, version: int, actor: Actor) -> SignOff:
    """Give the caller's own signature; the last one signs the plan off."""
    plan, sign_off = await _to_be_given(session, sign_off_id, version, actor)
    sign_off.sign(utc_now())
    await outbox.announce(session, contract.SignOffSigned, sign_off, actor)
    if not await _any_left(session, plan.id):
        await plans.sign_off(session, plan, actor)
    return sign_off


async def decline(
    session: AsyncSession, sign_off_id: UUID, refusal: schemas.Refusal, version: int, actor: Actor
) -> SignOff:
    """Refuse the caller's own signature."""
    _, sign_off = await _to_be_given(session, sign_off_id, version, actor)
    sign_off.decline(utc_now(), refusal.reason)
    await outbox.announce(session, contract.SignOffDeclined, sign_off, actor)
    return sign_off


async def revise(session: AsyncSession, plan_id: UUID, version: int, actor: Actor) -> DeliveryPlan:
    """Begin the next version of a plan; the signatures under the one before are void (R14)."""
    project, plan = await plans.with_project(session, plan_id, version, actor)
    newer = await plans.revise(session, project, plan, actor)
    standing = SignOff.delivery_plan_id == plan.id, SignOff.status != SignOffStatus.VOIDED
    for sign_off in await session.scalars(select(SignOff).where(*standing).order_by(SignOff.id).with_for_update()):
        sign_off.void(utc_now(), newer.version_number)
        await outbox.announce(session, contract.SignOffVoided, sign_off, actor)
    return newer


async def _to_be_given(
    session: AsyncSession, sign_off_id: UUID, version: int, actor: Actor
) -> tuple[DeliveryPlan, SignOff]:
    seen: SignOff = await found(session, SIGN_OFFS, sign_off_id, actor, missing=errors.SignOffNotFound)
    if seen.organisation != actor.organisation:
        raise errors.NotYourSignature(f"Only {seen.organisation_name} can sign for itself.")
    _, plan = await plans.with_project(session, seen.delivery_plan_id, None, actor)
    sign_off: SignOff = await locked(
        session, SIGN_OFFS, sign_off_id, actor, version=version, missing=errors.SignOffNotFound
    )
    plan.must_be_open_for_signatures()
    return plan, sign_off


async def _any_left(session: AsyncSession, plan_id: UUID) -> bool:
    open_ones = SignOff.delivery_plan_id == plan_id, SignOff.status.in_((SignOffStatus.AWAITED, SignOffStatus.DECLINED))
    return bool(await session.scalar(select(exists().where(*open_ones))))


async def _members(session: AsyncSession, project_id: UUID) -> list[rules.Partner]:
    current = Member.project_id == project_id, Member.left_on.is_(None)
    rows = await session.scalars(select(Member).where(*current).order_by(Member.joined_on, Member.id))
    return [rules.Partner(row.organisation, row.organisation_name, row.kind) for row in rows]
