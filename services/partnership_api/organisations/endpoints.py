"""Organisations over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from shared.contracts.page import Page
from shared.contracts.partnership import organisations as contract
from shared.contracts.types import LaCode, OdsCode, Slug
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import EVALUATORS, ICB_SUCCESSIONS, ICBS, LOCAL_AUTHORITIES, NATIONAL_BODIES, PARENT_CARER_GROUPS

router = APIRouter(prefix="/v1", tags=["Organisations"], route_class=Route)


@router.get("/icbs", response_model=Page[contract.Icb], responses=problems(CursorRefused))
async def list_icbs(query: Annotated[schemas.IcbQuery, Query()], read: Reading) -> Response:
    """List integrated care boards, those dissolved included."""
    return await read.page(ICBS, query)


@router.get("/icbs/{ods_code}", response_model=contract.Icb, responses=problems(errors.IcbNotFound))
async def get_icb(ods_code: OdsCode, read: Reading) -> Response:
    """Get one integrated care board by its ODS code."""
    return await read.one(ICBS, ods_code, errors.IcbNotFound)


@router.get("/icb-successions", response_model=Page[contract.IcbSuccession], responses=problems(CursorRefused))
async def list_icb_successions(query: Annotated[schemas.IcbSuccessionQuery, Query()], read: Reading) -> Response:
    """List which boards passed their areas to which, and when."""
    return await read.page(ICB_SUCCESSIONS, query)


@router.get("/local-authorities", response_model=Page[contract.LocalAuthority], responses=problems(CursorRefused))
async def list_local_authorities(query: Annotated[schemas.LocalAuthorityQuery, Query()], read: Reading) -> Response:
    """List the English local authorities."""
    return await read.page(LOCAL_AUTHORITIES, query)


@router.get(
    "/local-authorities/{la_code}",
    response_model=contract.LocalAuthority,
    responses=problems(errors.LocalAuthorityNotFound),
)
async def get_local_authority(la_code: LaCode, read: Reading) -> Response:
    """Get one local authority by its DfE code."""
    return await read.one(LOCAL_AUTHORITIES, la_code, errors.LocalAuthorityNotFound)


@router.get("/parent-carer-groups", response_model=Page[contract.ParentCarerGroup], responses=problems(CursorRefused))
async def list_parent_carer_groups(query: Annotated[schemas.ParentCarerGroupQuery, Query()], read: Reading) -> Response:
    """List the parent carer groups that are registered."""
    return await read.page(PARENT_CARER_GROUPS, query)


@router.post(
    "/parent-carer-groups",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.ParentCarerGroup,
    responses=problems(errors.AuthoritiesUnknown),
)
async def register_parent_carer_group(
    new: schemas.NewParentCarerGroup, request: Request, session: Session, actor: Caller
) -> Response:
    """Register a parent carer group, so that it can be a partner of projects."""
    group = await service.register_group(session, new, actor)
    return await created(session, contract.ParentCarerGroup, group, request, f"/v1/parent-carer-groups/{group.id}")


@router.get(
    "/parent-carer-groups/{group_id}",
    response_model=contract.ParentCarerGroup,
    responses=problems(errors.ParentCarerGroupNotFound),
)
async def get_parent_carer_group(group_id: UUID, read: Reading) -> Response:
    """Get one parent carer group."""
    return await read.one(PARENT_CARER_GROUPS, group_id, errors.ParentCarerGroupNotFound)


@router.patch(
    "/parent-carer-groups/{group_id}",
    response_model=contract.ParentCarerGroup,
    responses=problems(
        errors.ParentCarerGroupNotFound,
        errors.NotYourGroup,
        errors.AuthoritiesUnknown,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def change_parent_carer_group(
    group_id: UUID, change: schemas.ParentCarerGroupChange, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Change a group's name, kind or the authorities it serves."""
    group = await service.change_group(session, group_id, change, version, actor)
    return await written(session, contract.ParentCarerGroup, group)


@router.get(
    "/parent-carer-groups/{group_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.ParentCarerGroupNotFound, CursorRefused),
)
async def get_parent_carer_group_history(
    group_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who changed a group, when, and what."""
    return await history(
        read,
        PARENT_CARER_GROUPS,
        group_id,
        "partnership.parent-carer-group",
        query,
        errors.ParentCarerGroupNotFound,
    )


@router.get("/national-bodies", response_model=Page[contract.NationalBody], responses=problems(CursorRefused))
async def list_national_bodies(query: Annotated[schemas.NationalBodyQuery, Query()], read: Reading) -> Response:
    """List the bodies of the national team."""
    return await read.page(NATIONAL_BODIES, query)


@router.get(
    "/national-bodies/{code}", response_model=contract.NationalBody, responses=problems(errors.NationalBodyNotFound)
)
async def get_national_body(code: Slug, read: Reading) -> Response:
    """Get one body of the national team."""
    return await read.one(NATIONAL_BODIES, code, errors.NationalBodyNotFound)


@router.get("/evaluators", response_model=Page[contract.Evaluator], responses=problems(CursorRefused))
async def list_evaluators(query: Annotated[schemas.EvaluatorQuery, Query()], read: Reading) -> Response:
    """List the programme's evaluators, past ones included."""
    return await read.page(EVALUATORS, query)


@router.post(
    "/evaluators",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.Evaluator,
    responses=problems(errors.EvaluatorExists, errors.EvaluatorEndsTooEarly),
)
async def register_evaluator(new: schemas.NewEvaluator, request: Request, session: Session, actor: Caller) -> Response:
    """Register an evaluator of the programme."""
    evaluator = await service.register_evaluator(session, new, actor)
    return await created(session, contract.Evaluator, evaluator, request, f"/v1/evaluators/{evaluator.code}")


@router.get("/evaluators/{code}", response_model=contract.Evaluator, responses=problems(errors.EvaluatorNotFound))
async def get_evaluator(code: contract.EvaluatorCode, read: Reading) -> Response:
    """Get one evaluator."""
    return await read.one(EVALUATORS, code, errors.EvaluatorNotFound)


@router.patch(
    "/evaluators/{code}",
    response_model=contract.Evaluator,
    responses=problems(errors.EvaluatorNotFound, errors.EvaluatorEndsTooEarly, StaleVersion, PreconditionMissing),
)
async def change_evaluator(
    code: contract.EvaluatorCode,
    change: schemas.EvaluatorChange,
    version: IfMatch,
    session: Session,
    actor: Caller,
) -> Response:
    """Change an evaluator's name, or say when its time ends."""
    evaluator = await service.change_evaluator(session, code, change, version, actor)
    return await written(session, contract.Evaluator, evaluator)


@router.get(
    "/evaluators/{code}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.EvaluatorNotFound, CursorRefused),
)
async def get_evaluator_history(
    code: contract.EvaluatorCode, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who registered and changed an evaluator, and when."""
    return await history(read, EVALUATORS, code, "partnership.evaluator", query, errors.EvaluatorNotFound)
