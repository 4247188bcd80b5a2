"""Analyses over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.assessment_api.settings import AssessmentSettings
from services.assessment_api.summaries.models import ENGLAND
from shared.contracts.assessment import analysis as contract
from shared.contracts.assessment.analysis import AnalysisScope
from shared.contracts.page import Page
from shared.contracts.types import LaCode, OdsCode
from shared.kit import replica
from shared.kit.auth import Actor
from shared.kit.errors import CursorRefused
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route

from . import errors, schemas
from .queries import DOMAIN_SCORES, Code
from .service import Asked, analysed

router = APIRouter(prefix="/v1", tags=["Analysis"], route_class=Route)

Years = Annotated[schemas.AnalysisQuery, Query()]


async def _answer(
    request: Request, actor: Actor, scope: AnalysisScope, code: Code, query: schemas.AnalysisQuery
) -> Response:
    settings: AssessmentSettings = request.app.state.settings
    asked = Asked(scope, code, query.programme_year, actor, settings.suppression_threshold)
    found, as_of = await replica.for_request(request).read(lambda connection: analysed(connection, asked))
    headers = {"Cache-Control": "private, no-cache"} | as_of
    return Response(found.model_dump_json(), media_type="application/json", headers=headers)


@router.get("/analysis/nation", response_model=contract.Analysis)
async def get_national_analysis(query: Years, request: Request, actor: Caller) -> Response:
    """Get what the schools of all projects said, by year.

    The national team sees every count. Everybody else sees small ones hidden, and those that would give them away.
    """
    return await _answer(request, actor, AnalysisScope.NATION, ENGLAND, query)


@router.get(
    "/analysis/projects/{project_id}",
    response_model=contract.Analysis,
    responses=problems(errors.AnalysisNotFound),
)
async def get_project_analysis(project_id: UUID, query: Years, request: Request, actor: Caller) -> Response:
    """Get what the schools of one project said.

    Its boards, its parent carer groups and the national team see every count; its authorities and schools, who may not
    see the rows of all its schools, see small ones hidden.
    """
    return await _answer(request, actor, AnalysisScope.PROJECT, project_id, query)


@router.get(
    "/analysis/local-authorities/{la_code}",
    response_model=contract.Analysis,
    responses=problems(errors.AnalysisNotFound),
)
async def get_local_authority_analysis(la_code: LaCode, query: Years, request: Request, actor: Caller) -> Response:
    """Get what the schools of one local authority said, in whichever projects they are. An authority sees its own."""
    return await _answer(request, actor, AnalysisScope.LOCAL_AUTHORITY, la_code, query)


@router.get(
    "/analysis/icbs/{icb_code}",
    response_model=contract.Analysis,
    responses=problems(errors.AnalysisNotFound),
)
async def get_icb_analysis(icb_code: OdsCode, query: Years, request: Request, actor: Caller) -> Response:
    """Get what the schools of the projects that one board started or answers for said. A board sees its own."""
    return await _answer(request, actor, AnalysisScope.ICB, icb_code, query)


@router.get("/domain-scores", response_model=Page[contract.SchoolDomainScore], responses=problems(CursorRefused))
async def list_domain_scores(query: Annotated[schemas.DomainScoreQuery, Query()], read: Reading) -> Response:
    """List the scores of schools by domain, flat: the cells of a heat map. Only submitted self-assessments have them.

    `updated_at` is when the row became known here.
    """
    return await read.page(DOMAIN_SCORES, query)
