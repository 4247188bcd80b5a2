"""The integrator guide: the same pages at `/guide` of every service, and as files for any other host."""

from functools import cache

from fastapi import APIRouter
from starlette.responses import HTMLResponse, RedirectResponse

from shared.kit.docs_pages.html import ELSEWHERE, page
from shared.kit.static import STYLE_VERSION

from . import contents
from .rendering import body_of


def router(product: str) -> APIRouter:
    """Give `/guide` and a page below it for each part."""
    routes = APIRouter(include_in_schema=False)

    @cache
    def shown(slug: str) -> bytes:
        # From `/guide` its pages are one step down, from one of them they are beside it.
        first = slug == contents.FIRST
        return render(
            slug,
            product,
            root="" if first else "../",
            style="static/docs.css",
            to=lambda other: ("guide/" if first else "") + other if other != contents.FIRST else _home(first),
        )

    @routes.get("/guide")
    async def read_guide() -> HTMLResponse:
        return HTMLResponse(shown(contents.FIRST))

    @routes.get("/guide/")
    async def read_guide_with_a_slash() -> RedirectResponse:
        return RedirectResponse("../guide", status_code=308)

    @routes.get("/guide/{slug}")
    async def read_guide_page(slug: str) -> HTMLResponse:
        if slug in contents.titles() and slug != contents.FIRST:
            return HTMLResponse(shown(slug))
        body = (
            '<h1>There is no such page</h1><p>The guide has no page of this name. <a href="../guide">Its pages</a>.</p>'
        )
        return HTMLResponse(
            page(title="No such page", product=product, body=body, root="../", style=STYLE_VERSION), status_code=404
        )

    return routes


def _home(first: bool) -> str:
    return "guide" if first else "../guide"


def render(slug: str, product: str, *, root: str, style: str, to: contents.Address, elsewhere: bool = True) -> bytes:
    """Give a page of the guide; `to` gives the address of another one, as seen from it."""
    title = contents.titles()[slug]
    return page(
        title=f"{title}: guide for integrators",
        product=product,
        body=f'<article class="guide">{body_of(slug, to)}{contents.neighbours(slug, to)}</article>',
        root=root,
        style=STYLE_VERSION,
        style_at=style,
        contents=contents.listed(slug, to),
        home=to(contents.FIRST),
        elsewhere=ELSEWHERE if elsewhere else (),
    )
