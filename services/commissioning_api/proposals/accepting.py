"""Taking a line of a proposal into a school's package. People decide: one line at a time, and it may be changed."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.commissioning_api.packages import service as packages
from services.commissioning_api.packages.asking import Owners
from services.commissioning_api.packages.schemas import NewPackageLine
from services.commissioning_api.participations import service as participations
from shared.contracts.commissioning import proposals as contract
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.concurrency import found, locked

from . import errors, schemas
from .models import SupportProposal
from .queries import PROPOSALS


async def accept(
    session: AsyncSession,
    owners: Owners,
    proposal_id: UUID,
    number: int,
    acceptance: schemas.Acceptance,
    version: int,
    actor: Actor,
) -> SupportProposal:
    """Propose a line of the plan to its school, by all the rules of packages, and remember what became of it.

    The owners are asked before any row is locked, and the proposal is locked last: whoever comes late finds that its
    version has changed, and what it proposed is taken back with it.
    """
    seen: SupportProposal = await found(session, PROPOSALS, proposal_id, actor, missing=errors.ProposalNotFound)
    await participations.must_lead(session, seen.project_id, seen.icb_code, actor, errors.AnotherBoardLeads)
    line = seen.to_accept(number)
    cited = acceptance.finding_ids or line["finding_ids"]
    if not cited:
        raise errors.NoFindingCited
    new = NewPackageLine(
        menu_item_code=line["menu_item_code"],
        local_offer_id=line["local_offer_id"],
        finding_ids=cited,
        domain=line["domain"],
        hours=acceptance.hours or line["hours"],
        starts_on=acceptance.starts_on,
        ends_on=acceptance.ends_on,
        reason=acceptance.reason,
        adds=acceptance.adds,
    )
    made = await packages.propose(session, owners, UUID(line["participation_id"]), new, actor)
    row: SupportProposal = await locked(
        session, PROPOSALS, proposal_id, actor, version=version, missing=errors.ProposalNotFound
    )
    row.to_accept(number)
    row.accept(number, made.id)
    await outbox.announce(session, contract.ProposalLineAccepted, row, actor)
    return row
