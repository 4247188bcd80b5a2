"""Organisations over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from shared.contracts.page import Page
from shared.contracts.partnership import organisations as contract
from shared.contracts.types import LaCode, OdsCode
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import ICB_SUCCESSIONS, ICBS, LOCAL_AUTHORITIES, PARENT_CARER_GROUPS

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
