"""Bringing accruals up to what was given and not invoiced, as at the end of a month or of the year (R18).

What is accrued is set anew each time: what was invoiced meanwhile, or given back, is taken back by the same step.
"""

from uuid import UUID

from sqlalchemy import Float, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.commissioning_api.delivery.models import DeliverySession
from services.commissioning_api.delivery.rules import given_pence
from services.commissioning_api.ledger import service as ledger
from services.commissioning_api.ledger.service import Accrual
from services.commissioning_api.packages.errors import NotYourProject
from services.commissioning_api.packages.models import BOUGHT, PackageLine
from services.commissioning_api.participations import service as participations
from shared.contracts.commissioning import ledger as contract
from shared.contracts.commissioning.delivery import SessionStatus
from shared.contracts.commissioning.ledger import Account
from shared.contracts.commissioning.packages import LineStatus
from shared.kit.auth import Actor
from shared.kit.clock import today

from . import rules


async def bring_up(session: AsyncSession, project_id: UUID, actor: Actor) -> contract.Accruals:
    """Post for each line of a project the difference between what is accrued and what ought to be."""
    budget = await ledger.budget_seen(session, project_id, actor)
    await participations.must_lead(session, project_id, budget.icb_code, actor, NotYourProject)
    # Whatever changes a line's cost or its money waits; a session held in this moment is of the next time.
    await ledger.hold(session, project_id)
    standing = await ledger.standing_of_lines(session, project_id)
    lines = [_accrual(line, held, standing.get(line.id, {})) for line, held in await _given(session, project_id)]
    changed = [Accrual(each.package_line_id, each.strand, each.change_pence) for each in lines if each.change_pence]
    await ledger.accrue(session, project_id, changed, actor)
    return contract.Accruals(
        project_id=project_id,
        booked_on=today(),
        accrued_pence=sum(each.accrued_pence for each in lines),
        lines=[each for each in lines if each.accrued_pence or each.change_pence],
    )


async def _given(session: AsyncSession, project_id: UUID) -> list[tuple[PackageLine, float]]:
    held = (
        select(func.coalesce(func.sum(DeliverySession.hours), cast(0, Float)))
        .where(DeliverySession.package_line_id == PackageLine.id, DeliverySession.status == SessionStatus.HELD)
        .scalar_subquery()
    )
    of_project = (
        select(PackageLine, held)
        .where(PackageLine.project_id == project_id, PackageLine.status.in_((*BOUGHT, LineStatus.COMPLETED)))
        .order_by(PackageLine.id)
        .execution_options(populate_existing=True)
    )
    return [(line, hours) for line, hours in await session.execute(of_project)]


def _accrual(line: PackageLine, hours_held: float, standing: dict[Account, int]) -> contract.LineAccrual:
    accrued = standing.get(Account.ACCRUED, 0)
    completed = line.status is LineStatus.COMPLETED
    due = rules.to_accrue(
        given_pence(line.cost_pence, line.hours, hours_held, completed=completed),
        standing.get(Account.INVOICED, 0) + standing.get(Account.SPENT, 0),
        accrued + standing.get(Account.COMMITTED, 0),
    )
    return contract.LineAccrual(
        package_line_id=line.id, strand=line.funding_strand, accrued_pence=due, change_pence=due - accrued
    )
