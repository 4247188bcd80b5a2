"""A service's pages: no page without its access, no operation by a cookie."""

from dataclasses import replace

import pytest
from fastapi import APIRouter
from starlette.responses import PlainTextResponse, Response

from services.partnership_api.main import SERVICE
from shared.contracts.roles import Kind, readable_by
from shared.kit.app import create_app
from shared.kit.pages import Pages
from shared.kit.routing import Caller, Route
from tests.support.databases import Databases
from tests.support.serving import served
from tests.support.settings import settings_for
from tests.support.tokens import token_for

PAGES = Pages(
    prefix="/look",
    cookie="kept",
    matrix={"look_around": readable_by(Kind.NATIONAL)},
    open=frozenset({"/look/open"}),
    refused=lambda refusal, _: PlainTextResponse(refusal.title, refusal.status),
)


def a_service(path: str = "", route: type = Route, pages: Pages = PAGES):
    router = APIRouter(include_in_schema=False)

    async def look_around(actor: Caller) -> Response:
        return PlainTextResponse(actor.organisation)

    async def anybody() -> Response:
        return PlainTextResponse("anybody")

    made = APIRouter(route_class=route, include_in_schema=False)
    made.add_api_route(f"/look{path}", look_around if route is Route else anybody)
    router.include_router(made)
    return replace(SERVICE, routers=[router], pages=pages)


def test_a_page_without_a_row_or_outside_the_edge_does_not_start():
    settings = settings_for(SERVICE, "postgresql://nobody@127.0.0.1/none")
    with pytest.raises(LookupError, match="look_around has no row"):
        create_app(a_service(pages=replace(PAGES, matrix={})), settings)
    with pytest.raises(LookupError, match="route_class=Route"):
        create_app(a_service("/aside", APIRouter().route_class), settings)
    create_app(a_service("/open", APIRouter().route_class), settings)


async def test_a_cookie_opens_pages_and_a_header_operations(databases: Databases):
    service = a_service()
    async with served(service, databases.url(await databases.template(SERVICE))) as running:
        client = running.as_(None)
        kept = {"Cookie": f'other="a;b"; kept={token_for("national:dfe")}'}
        sent = {"Authorization": f"Bearer {token_for('national:dfe')}"}
        assert (await client.get("/look", headers=kept)).text == "national:dfe"
        assert (await client.get("/look", headers=sent)).status_code == 401
        assert (await client.get("/v1/events", headers=kept)).status_code == 401
        assert (await client.get("/v1/events", headers=sent)).status_code == 200


async def test_a_refusal_is_a_page_where_pages_are_and_a_problem_elsewhere(databases: Databases):
    async with served(a_service(), databases.url(await databases.template(SERVICE))) as running:
        client = running.as_(None)
        other = {"Cookie": f"kept={token_for('icb:QWO')}"}
        answer = await client.get("/look", headers=other)
        assert (answer.status_code, answer.text) == (403, "Your organisation may not do this")
        assert (await client.get("/look/nowhere", headers=other)).headers["content-type"].startswith("text/plain")
        assert (await client.get("/looking")).headers["content-type"] == "application/problem+json"
