"""Support proposals over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response, status

from services.commissioning_api.neighbours import Assessment, Partnership
from services.commissioning_api.packages import errors as of_packages
from services.commissioning_api.packages.asking import Owners
from services.commissioning_api.participations.errors import TAKING_PART
from shared.contracts.commissioning import proposals as contract
from shared.contracts.page import Page
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import accepting, errors, schemas, service
from .queries import PROPOSAL_SUMMARIES, PROPOSALS

_PROPOSING = (
    *TAKING_PART,
    of_packages.ProgrammeYearMissing,
    of_packages.EndsBeforeItStarts,
    of_packages.OutsideTheProgrammeYear,
    of_packages.NotOnTheMenu,
    of_packages.NotInThisOffer,
    of_packages.DomainNotAnswered,
    of_packages.FindingsNotToBeCited,
    of_packages.LocalOfferNotHad,
    of_packages.LocalOfferOfAnotherItem,
    of_packages.LocalOfferOfAnotherYear,
    of_packages.LocalOfferElsewhere,
    of_packages.ExistsLocally,
    of_packages.OutsideTheOffersDays,
    of_packages.EarlierThanItsLeadTime,
    of_packages.BeyondCapacity,
    of_packages.LineThereAlready,
    of_packages.PackageFull,
)

router = APIRouter(prefix="/v1", tags=["Support proposals"], route_class=Route)


@router.post(
    "/projects/{project_id}/support-proposals",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.SupportProposal,
    responses=problems(
        errors.ProjectNotFound,
        errors.AnotherBoardLeads,
        errors.AlreadyAtWork,
        errors.NoConfirmedSchools,
        errors.NoMenuInForce,
    ),
)
async def request_support_proposal(
    project_id: UUID,
    new: schemas.NewSupportProposal,
    request: Request,
    session: Session,
    actor: Caller,
    partnership: Partnership,
) -> Response:
    """Ask for the best plan for all confirmed schools of a project. It is looked for in the background."""
    proposal = await service.request(session, partnership, project_id, new, actor)
    return await created(session, contract.SupportProposal, proposal, request, f"/v1/support-proposals/{proposal.id}")


@router.get(
    "/support-proposals", response_model=Page[contract.SupportProposalSummary], responses=problems(CursorRefused)
)
async def list_support_proposals(query: Annotated[schemas.SupportProposalQuery, Query()], read: Reading) -> Response:
    """List support proposals and how far they are, without their plans."""
    return await read.page(PROPOSAL_SUMMARIES, query)


@router.get(
    "/support-proposals/{proposal_id}",
    response_model=contract.SupportProposal,
    responses=problems(errors.ProposalNotFound),
)
async def get_support_proposal(proposal_id: UUID, read: Reading) -> Response:
    """Get one support proposal: how far it is, and once it has ended its plan. The ETag changes with its progress."""
    return await read.one(PROPOSALS, proposal_id, errors.ProposalNotFound)


@router.post(
    "/support-proposals/{proposal_id}/cancellation",
    response_model=contract.SupportProposal,
    responses=problems(
        errors.ProposalNotFound, errors.AnotherBoardLeads, errors.ProposalEnded, StaleVersion, PreconditionMissing
    ),
)
async def cancel_support_proposal(proposal_id: UUID, version: IfMatch, session: Session, actor: Caller) -> Response:
    """Stop looking. The best plan so far is added within a few seconds. An ETag of the same status will do."""
    proposal = await service.cancel(session, proposal_id, version, actor)
    return await written(session, contract.SupportProposal, proposal)


@router.post(
    "/support-proposals/{proposal_id}/lines/{number}/acceptance",
    response_model=contract.SupportProposal,
    responses=problems(
        errors.ProposalNotFound,
        errors.ProposedLineNotFound,
        errors.AnotherBoardLeads,
        errors.ProposalStillRunning,
        errors.LineAccepted,
        errors.NoFindingCited,
        StaleVersion,
        PreconditionMissing,
        *_PROPOSING,
    ),
)
async def accept_proposed_line(
    proposal_id: UUID,
    number: Annotated[int, Path(ge=1, le=100_000)],
    acceptance: schemas.Acceptance,
    version: IfMatch,
    session: Session,
    actor: Caller,
    partnership: Partnership,
    assessment: Assessment,
) -> Response:
    """Propose a line of the plan to its school: it becomes a line of the package, by all the rules of packages."""
    owners = Owners(partnership, assessment)
    proposal = await accepting.accept(session, owners, proposal_id, number, acceptance, version, actor)
    return await written(session, contract.SupportProposal, proposal)
