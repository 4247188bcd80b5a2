"""Menus over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from services.commissioning_api.neighbours import Partnership
from shared.contracts.commissioning import menus as contract
from shared.contracts.page import Page
from shared.kit.answers import created
from shared.kit.errors import CursorRefused
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import MENU_ITEMS, MENUS

router = APIRouter(prefix="/v1", tags=["Menus"], route_class=Route)


@router.get("/menus", response_model=Page[contract.Menu], responses=problems(CursorRefused))
async def list_menus(query: Annotated[schemas.MenuQuery, Query()], read: Reading) -> Response:
    """List the editions of the menu of support, earlier ones included."""
    return await read.page(MENUS, query)


@router.get("/menus/{menu_id}", response_model=contract.Menu, responses=problems(errors.MenuNotFound))
async def get_menu(menu_id: UUID, read: Reading) -> Response:
    """Get one edition of a menu with all its items."""
    return await read.one(MENUS, menu_id, errors.MenuNotFound)


@router.get("/menu-items", response_model=Page[contract.CurrentMenuItem], responses=problems(CursorRefused))
async def list_menu_items(query: Annotated[schemas.MenuItemQuery, Query()], read: Reading) -> Response:
    """List what may be commissioned: the items of the menus in force, one a row."""
    return await read.page(MENU_ITEMS, query)


@router.post(
    "/menus",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.Menu,
    responses=problems(errors.MenuFaulty, errors.MenuUnchanged, errors.ProgrammeYearUnknown),
)
async def publish_menu(
    new: schemas.NewMenu, request: Request, session: Session, actor: Caller, partnership: Partnership
) -> Response:
    """Publish a menu: a new edition of its code, in force for its programme year from now on."""
    menu = await service.publish(session, partnership, new, actor)
    return await created(session, contract.Menu, menu, request, f"/v1/menus/{menu.id}")
