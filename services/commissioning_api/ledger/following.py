"""Following a project's funding: what changed is posted once, however often and in whatever order it is said.

The entries are facts and no copy: a rebuild reads the feed again, finds every version known, and posts nothing.
"""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.commissioning.ledger import TransactionKind
from shared.contracts.event import CloudEvent
from shared.contracts.partnership import funding
from shared.contracts.partnership.programmes import CommitmentsUpTo
from shared.kit.clock import today

from . import service
from .models import BudgetRelease, ProjectBudget, Why


async def follow_allocation(session: AsyncSession, event: CloudEvent) -> None:
    """An allocation was set, set anew or reduced: what is released is split anew, and the difference posted."""
    said = funding.Allocation.model_validate(event.data)
    budget = await _locked(session, said)
    if said.version <= budget.allocation_version:
        return
    budget.allocation_version, budget.allocation_pence = said.version, said.amount_pence
    budget.profile = {line.strand.value: line.amount_pence for line in said.profile}
    await _settle(session, budget, Why(TransactionKind.ALLOCATION, said.id, today()), event.actor)


async def follow_release(session: AsyncSession, event: CloudEvent) -> None:
    """Money was released, or taken back."""
    said = funding.Release.model_validate(event.data)
    budget = await _locked(session, said)
    known = await session.get(BudgetRelease, said.id, populate_existing=True)
    if known is None:
        known = BudgetRelease(release_id=said.id, project_id=said.project_id, net_pence=0, source_version=0)
        session.add(known)
    if said.version <= known.source_version:
        return
    released = said.amount_pence if said.status is funding.ReleaseStatus.RELEASED else 0
    change = released - said.recovered_pence - known.net_pence
    known.net_pence, known.source_version = known.net_pence + change, said.version
    budget.released_pence += change
    kind = TransactionKind.RECOVERY if change < 0 else TransactionKind.RELEASE
    await _settle(session, budget, Why(kind, said.id, today()), event.actor)


async def _settle(session: AsyncSession, budget: ProjectBudget, why: Why, actor: str) -> None:
    books = await service.books_of(session, budget)
    books.settle(why)
    await service.post(session, books, actor)


async def _locked(session: AsyncSession, said: funding.Allocation | funding.Release) -> ProjectBudget:
    first = {
        "project_id": said.project_id,
        "icb_code": said.icb_code,
        "programme_year": said.programme_year,
        "allocation_version": 0,
        "allocation_pence": 0,
        "profile": {},
        "released_pence": 0,
        "commitments_up_to": CommitmentsUpTo.RELEASED,
    }
    await session.execute(insert(ProjectBudget).values(**first).on_conflict_do_nothing())
    found = await session.execute(
        select(ProjectBudget)
        .where(ProjectBudget.project_id == said.project_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.scalar_one()
