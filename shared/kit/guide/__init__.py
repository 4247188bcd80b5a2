"""The integrator guide: the same pages at `/guide` of every service, and as files for any other host."""

from functools import cache

from fastapi import APIRouter
from starlette.responses import HTMLResponse, RedirectResponse

from shared.kit.docs_pages.html import ELSEWHERE, page
from shared.kit.errors import every_refusal
from shared.kit.static import STYLE_VERSION

from . import contents
from .rendering import body_of

_UNKNOWN = '<h1>There is no such page</h1><p>The guide has other pages: <a href="../guide">see them all</a>.</p>'


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
            to=lambda other: _address(other, first),
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
        unknown = page(title="No such page", product=product, body=_UNKNOWN, root="../", style=STYLE_VERSION)
        return HTMLResponse(unknown, status_code=404)

    return routes


def _address(other: str, first: bool) -> str:
    if other.startswith("problem:"):
        # A service serves the pages of its own problems, and the guide tells of those of all four.
        slug = other.partition(":")[2]
        return f"{'' if first else '../'}problems/{slug}" if slug in {each.slug() for each in every_refusal()} else ""
    if other == contents.FIRST:
        return "guide" if first else "../guide"
    return f"guide/{other}" if first else other


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
