"""Ranking weights and rankings over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from services.assessment_api.neighbours import Partnership
from shared.contracts.assessment import priorities as contract
from shared.contracts.page import Page
from shared.kit.answers import created
from shared.kit.errors import CursorRefused
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import RANKING_RULES

router = APIRouter(prefix="/v1", tags=["Ranking"], route_class=Route)


@router.get("/ranking-rules", response_model=Page[contract.RankingRule], responses=problems(CursorRefused))
async def list_ranking_rules(query: Annotated[schemas.RankingRuleQuery, Query()], read: Reading) -> Response:
    """List every edition of the weights; `is_current=true` lists those that are used now."""
    return await read.page(RANKING_RULES, query)


@router.get(
    "/ranking-rules/{rule_id}",
    response_model=contract.RankingRule,
    responses=problems(errors.RankingRuleNotFound),
)
async def get_ranking_rule(rule_id: UUID, read: Reading) -> Response:
    """Get one edition of the weights."""
    return await read.one(RANKING_RULES, rule_id, errors.RankingRuleNotFound)


@router.post(
    "/ranking-rules",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.RankingRule,
    responses=problems(errors.RankingRuleRefused, errors.RankingRuleUnchanged, errors.RankingYearUnknown),
)
async def publish_ranking_rule(
    new: schemas.NewRankingRule, neighbour: Partnership, request: Request, session: Session, actor: Caller
) -> Response:
    """Publish new weights, by which the schools of their programme year are ranked from now on."""
    edition = await service.publish(session, neighbour, new, actor)
    return await created(session, contract.RankingRule, edition, request, f"/v1/ranking-rules/{edition.id}")


@router.get(
    "/participations/{participation_id}/ranking",
    response_model=contract.Ranking,
    responses=problems(errors.RankingNotFound, errors.RankingRuleMissing),
)
async def get_ranking(participation_id: UUID, read: Reading, actor: Caller) -> contract.Ranking:
    """A school's domains by the findings that hold now, greatest need first, with every term and what is missing.

    For each domain each source has a need: the figure of its latest occasion, or else the greatest need among its
    themes; of children's voice 0 where it was heard and nobody was concerned. The score is the weighted mean of the
    needs of those sources that say something on the domain.
    """
    async with read.database.transaction() as session:
        return await service.seen(session, participation_id, actor)
