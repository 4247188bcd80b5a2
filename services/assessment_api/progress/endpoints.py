"""Progress over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from shared.contracts.assessment import progress as contract
from shared.contracts.page import Page
from shared.kit.errors import CursorRefused
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Route

from . import schemas
from .queries import PROGRESS

router = APIRouter(prefix="/v1", tags=["Progress"], route_class=Route)


@router.get("/progress", response_model=Page[contract.SchoolProgress], responses=problems(CursorRefused))
async def list_progress(query: Annotated[schemas.ProgressQuery, Query()], read: Reading) -> Response:
    """List how far each school is, with dates: who has not started, not submitted, has no survey or voice yet.

    A board sees the schools of its projects, a local authority and a school their own, a parent carer group those of
    the projects it is a partner of.
    """
    return await read.page(PROGRESS, query)
