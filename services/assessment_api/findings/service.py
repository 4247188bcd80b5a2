"""Renewing what a source says: findings that still hold stay, changed ones are superseded, new ones are made."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.assessment_api.tables import PLACE, OfASchool
from shared.contracts.assessment import findings as contract
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import utc_now

from .models import Finding
from .rules import Said

_CURRENT = Finding.status == contract.FindingStatus.CURRENT


async def renew(
    session: AsyncSession,
    of: OfASchool,
    source: contract.FindingSource,
    source_id: UUID,
    occasion: str,
    said: Sequence[Said],
    actor: Actor | str,
) -> None:
    """Let the findings of one source be exactly what it says now; an empty `said` takes all of them back.

    Called in the transaction that changes the source, with its row locked, so that no two renew it at once.
    """
    before = await _current(session, source_id)
    kept = {_content(each) for each in before} & set(said)
    made = [
        Finding(
            **{name: getattr(of, name) for name in PLACE},
            source=source,
            source_id=source_id,
            occasion=occasion,
            **each._asdict(),
        )
        for each in said
        if each not in kept
    ]
    session.add_all(made)
    await outbox.announce_each(session, contract.FindingMade, made, actor)
    gone = [each for each in before if _content(each) not in kept]
    successors = {_about(each): each.id for each in made}
    now = utc_now()
    for each in gone:
        each.supersede(successors.get(_about(each)), at=now)
    await outbox.announce_each(session, contract.FindingSuperseded, gone, actor)


async def current_of(session: AsyncSession, participation_id: UUID) -> Sequence[Finding]:
    """What is found of a school now, oldest first."""
    found = await session.scalars(
        select(Finding).where(Finding.participation_id == participation_id, _CURRENT).order_by(Finding.id)
    )
    return found.all()


async def cited(session: AsyncSession, participation_id: UUID, ids: Collection[UUID]) -> Sequence[Finding]:
    """Those of the findings that are the school's, superseded ones too; they stay as they are until the end of this.

    Whoever cites them locks nothing after that a renewal holds, so neither waits for the other for ever.
    """
    found = await session.scalars(
        select(Finding)
        .where(Finding.participation_id == participation_id, Finding.id.in_(ids))
        .order_by(Finding.id)
        .with_for_update(read=True)
    )
    return found.all()


async def _current(session: AsyncSession, source_id: UUID) -> Sequence[Finding]:
    statement = select(Finding).where(Finding.source_id == source_id, _CURRENT).order_by(Finding.id)
    return (await session.scalars(statement.with_for_update())).all()


def _content(finding: Finding) -> Said:
    return Said(finding.scope, finding.domain, finding.question, finding.statement, finding.need)


def _about(finding: Finding) -> tuple[str, str, str | None]:
    return finding.scope, finding.domain, finding.question
