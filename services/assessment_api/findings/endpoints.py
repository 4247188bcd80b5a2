"""Findings over HTTP. They are made by what they rest on, so nobody writes them here."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from shared.contracts.assessment import findings as contract
from shared.contracts.page import Page
from shared.kit.errors import CursorRefused
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Route

from . import errors, schemas
from .queries import FINDINGS

router = APIRouter(prefix="/v1/findings", tags=["Findings"], route_class=Route)


@router.get("", response_model=Page[contract.Finding], responses=problems(CursorRefused))
async def list_findings(query: Annotated[schemas.FindingQuery, Query()], read: Reading) -> Response:
    """List the findings you may see; `status=current` leaves out those that something else took the place of."""
    return await read.page(FINDINGS, query)


@router.get("/{finding_id}", response_model=contract.Finding, responses=problems(errors.FindingNotFound))
async def get_finding(finding_id: UUID, read: Reading) -> Response:
    """Get one finding. What was cited stays readable, and says what took its place."""
    return await read.one(FINDINGS, finding_id, errors.FindingNotFound)
