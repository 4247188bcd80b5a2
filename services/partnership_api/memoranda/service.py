"""Drafting, signing and amending memoranda. Locks: the project, then the memorandum."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partnership_api import reference
from services.partnership_api.delivery_plans import service as plans
from services.partnership_api.projects import service as projects
from services.partnership_api.projects.models import Project
from shared.contracts.partnership import memoranda as contract
from shared.contracts.partnership.memoranda import MemorandumStatus
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.concurrency import found, locked

from . import errors
from .models import Memorandum
from .queries import MEMORANDA

_NATIONAL_PARTIES = ("national:dfe", "national:nhse")


async def draft(session: AsyncSession, project_id: UUID, actor: Actor) -> Memorandum:
    """Draft a project's first memorandum from its approved plan."""
    project = await projects.open_project(session, project_id, actor)
    versions = await _versions(session, project.id)
    if any(each.status is MemorandumStatus.DRAFT for each in versions):
        raise errors.MemorandumOpen
    if versions:
        raise errors.MemorandumExists
    return await _draft(session, project, 1, actor)


async def amend(session: AsyncSession, memorandum_id: UUID, version: int, actor: Actor) -> Memorandum:
    """Draft the next version of an agreed memorandum, which stays in force until the next is agreed."""
    project, agreed = await _with_project(session, memorandum_id, version, actor)
    if agreed.status is not MemorandumStatus.AGREED:
        raise errors.MemorandumNotAgreed
    versions = await _versions(session, project.id)
    if any(each.status is MemorandumStatus.DRAFT for each in versions):
        raise errors.MemorandumOpen
    return await _draft(session, project, max(each.version_number for each in versions) + 1, actor)


async def sign(session: AsyncSession, memorandum_id: UUID, version: int, actor: Actor) -> Memorandum:
    """Give the caller's own signature; the last one agrees the memorandum and moves the project on."""
    project, memorandum = await _with_project(session, memorandum_id, version, actor)
    memorandum.board_is(f"icb:{project.lead_icb_code}")
    is_agreed = memorandum.sign(actor.organisation, utc_now())
    if not is_agreed:
        await outbox.announce(session, contract.MemorandumSigned, memorandum, actor)
        return memorandum
    with session.no_autoflush:
        await _supersede_the_one_before(session, project.id, memorandum.id, actor)
    await outbox.announce(session, contract.MemorandumAgreed, memorandum, actor)
    await projects.agree_memorandum(session, project, actor)
    return memorandum


async def _supersede_the_one_before(session: AsyncSession, project_id: UUID, agreed_id: UUID, actor: Actor) -> None:
    for each in await _versions(session, project_id):
        if each.status is MemorandumStatus.AGREED and each.id != agreed_id:
            each.supersede(utc_now())
            await outbox.announce(session, contract.MemorandumSuperseded, each, actor)


async def _draft(session: AsyncSession, project: Project, number: int, actor: Actor) -> Memorandum:
    plan = await plans.in_force(session, project.id)
    if plan is None:
        raise errors.PlanNotInForce
    parties = (f"icb:{project.lead_icb_code}", *_NATIONAL_PARTIES)
    memorandum = Memorandum(
        project_id=project.id,
        icb_code=project.icb_code,
        programme_year=project.programme_year,
        delivery_plan_id=plan.id,
        version_number=number,
        specification=reference.memorandum(),
        signatures=[{"party": party, "signed_at": None} for party in parties],
    )
    session.add(memorandum)
    await outbox.announce(session, contract.MemorandumDrafted, memorandum, actor)
    return memorandum


async def _with_project(
    session: AsyncSession, memorandum_id: UUID, version: int, actor: Actor
) -> tuple[Project, Memorandum]:
    seen: Memorandum = await found(session, MEMORANDA, memorandum_id, actor, missing=errors.MemorandumNotFound)
    project = await projects.open_project(session, seen.project_id, actor)
    memorandum: Memorandum = await locked(
        session, MEMORANDA, memorandum_id, actor, version=version, missing=errors.MemorandumNotFound
    )
    return project, memorandum


async def _versions(session: AsyncSession, project_id: UUID) -> list[Memorandum]:
    return list(await session.scalars(select(Memorandum).where(Memorandum.project_id == project_id)))
