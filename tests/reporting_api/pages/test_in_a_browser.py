"""The pages in a real browser: usable by keyboard and screen reader, without scripts, from nowhere else."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

import axe_playwright_python.base
import pikepdf
from playwright.async_api import Browser, BrowserContext, Page

from tests.reporting_api.pages.browsing import Site

# Only these rules and nothing else, so that a violation is one of the standard.
WCAG = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
AXE = Path(axe_playwright_python.base.__file__).with_name("axe.min.js").read_text()
NATIONAL = "national:dfe"

PAGES: dict[str, Callable[[Site], str]] = {
    "sign-in": lambda _: "/sign-in",
    "refused sign-in": lambda _: "/sign-in?why=ended",
    "nation": lambda _: "?measure=supported",
    "a year without anything": lambda _: "?programme_year=2031-32",
    "board": lambda _: "/icbs/QWO",
    "authority": lambda _: "/authorities/383",
    "region": lambda _: "/regions/D",
    "what the figures mean": lambda _: "/measures",
    "project": lambda at: f"/projects/{at.project()}",
    "school": lambda at: f"/schools/{at.school('100002')}",
    "nothing there": lambda _: "/icbs/QZZ",
}
# Its whole answer is large, and only this is looked at.
RUN = """async options => {
  const found = await axe.run(document, options);
  return {
    violations: found.violations.map(each => [each.id, ...each.nodes.map(node => node.html)]),
    passes: found.passes.map(each => each.id),
  };
}"""
SEEN = """() => {
  const here = document.activeElement, style = getComputedStyle(here.querySelector("rect") || here);
  return [here.tagName, [style.fill, style.backgroundColor, style.outlineColor, style.boxShadow].join(" ")];
}"""
WIDTHS = (1280, 320)
"""A desk, and the narrowest window that has to do."""


@asynccontextmanager
async def looking(
    chromium: Browser, at: Site, organisation: str | None = NATIONAL, **how: object
) -> AsyncIterator[Page]:
    context: BrowserContext = await chromium.new_context(**how)
    if organisation is not None:
        await context.add_cookies([at.cookie(organisation)])
    try:
        yield await context.new_page()
    finally:
        await context.close()


async def test_axe_finds_nothing_on_any_page_at_any_width(chromium: Browser, at: Site):
    # Our own policy forbids scripts on the pages, axe's too: only the tester may set it aside.
    async with looking(chromium, at, bypass_csp=True) as page:
        for name, path in PAGES.items():
            await page.goto(f"{at.address}/dashboard{path(at)}")
            await page.evaluate(AXE)
            for width in WIDTHS:
                await page.set_viewport_size({"width": width, "height": 900})
                found = await page.evaluate(RUN, WCAG)
                assert found["violations"] == [], (name, width)
                assert "color-contrast" in found["passes"], name
                assert await page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
            levels = await page.eval_on_selector_all("h1, h2, h3", "all => all.map(each => +each.tagName[1])")
            assert levels.count(1) == 1, name
            assert all(after - before <= 1 for before, after in pairwise([0, *levels])), (name, levels)


async def test_the_keyboard_alone_reaches_a_board(chromium: Browser, at: Site):
    async with looking(chromium, at) as page:
        await page.goto(f"{at.address}/dashboard")
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.textContent") == "Skip to main content"
        await page.keyboard.press("Enter")
        reached = []
        for _ in range(9):
            await page.keyboard.press("Tab")
            reached.append(await page.evaluate("document.activeElement.tagName.toLowerCase()"))
        assert reached == [*["a"] * 5, "select", "select", "button", "a"], "each card tells what it is, then the map"
        assert "North East and North Cumbria" in await page.evaluate(
            "document.activeElement.getAttribute('aria-label')"
        )
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/dashboard/icbs/QHM?*")
        assert await page.locator("h1").inner_text() == (
            "NHS North East and North Cumbria\nIntegrated care board QHM, 2025 to 2026"
        )


async def test_what_has_the_focus_is_seen(chromium: Browser, at: Site):
    async with looking(chromium, at) as page:
        await page.goto(f"{at.address}/dashboard")
        kinds = set()
        for _ in range(16):
            await page.keyboard.press("Tab")
            kind, seen = await page.evaluate(SEEN)
            kinds.add(kind)
            assert "rgb(255, 221, 0)" in seen, await page.evaluate("document.activeElement.outerHTML")
        assert kinds >= {"A", "a", "BUTTON", "SELECT"}


async def test_everything_works_without_scripts_and_nothing_is_asked_of_others(chromium: Browser, at: Site):
    async with looking(chromium, at, None, java_script_enabled=False) as page:
        asked: set[str] = set()
        page.on("request", lambda request: asked.add(request.url.split("/dashboard")[0]))
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        await page.goto(f"{at.address}/dashboard?measure=spent")
        assert page.url.startswith(f"{at.address}/dashboard/sign-in?next=")
        await page.get_by_label("Access token").fill(at.token(NATIONAL))
        await page.get_by_role("button", name="Sign in with this token").click()
        await page.get_by_label("Measure").select_option("delivered")
        await page.get_by_role("button", name="Show").click()
        assert "measure=delivered" in page.url
        await page.get_by_role("link", name="NHS West Yorkshire", exact=True).click()
        await page.get_by_role("link", name="West Yorkshire 2025 to 2026").click()
        await page.get_by_role("link", name="Ash Grove Junior School").first.click()
        assert "Ash Grove Junior School" in await page.locator("h1").inner_text()
        await page.get_by_role("button", name="Sign out").click()
        await page.goto(f"{at.address}/dashboard")
        assert "/sign-in" in page.url
        assert asked == {at.address}
        assert complaints == []


async def test_an_organisation_signs_in_at_its_issuer(chromium: Browser, at: Site):
    async with looking(chromium, at, None, java_script_enabled=False) as page:
        await page.goto(f"{at.address}/dashboard/projects/{at.project()}")
        await page.get_by_role("link", name="Sign in with your organisation").click()
        assert page.url.startswith(f"{at.issuer}/authorize?")
        await page.get_by_label("icb:QWO").check()
        await page.get_by_role("button", name="Sign in").click()
        assert page.url == f"{at.address}/dashboard/projects/{at.project()}"
        assert await page.locator(".account span").inner_text() == "NHS West Yorkshire"
        kept = {each["name"]: each for each in await page.context.cookies(f"{at.address}/dashboard/sign-in")}
        assert set(kept) == {"pins_token", "pins_was_here"}
        assert kept["pins_token"]["httpOnly"]
        assert kept["pins_token"]["sameSite"] == "Lax"


async def test_a_page_prints(chromium: Browser, at: Site, tmp_path: Path):
    async with looking(chromium, at) as page:
        await page.goto(f"{at.address}/dashboard/projects/{at.project()}")
        await page.pdf(path=tmp_path / "project.pdf", format="A4", print_background=False)
        with pikepdf.open(tmp_path / "project.pdf") as printed:
            assert 2 <= len(printed.pages) <= 6
        await page.emulate_media(media="print")
        assert not await page.get_by_role("button", name="Sign out").is_visible()
        assert await page.get_by_role("heading", name="Money against plan").is_visible()
