"""Pages of the guide in a real browser, by the rules of WCAG 2.2 AA."""

from collections.abc import Iterable
from pathlib import Path

import axe_playwright_python.base
from playwright.async_api import Browser

# Only these rules and nothing else, so that a violation is one of the standard.
WCAG = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
AXE = Path(axe_playwright_python.base.__file__).with_name("axe.min.js").read_text()
RUN = """async options => {
  const found = await axe.run(document, options);
  return found.violations.map(each => [each.id, ...each.nodes.map(node => node.html.slice(0, 200))]);
}"""
WIDTHS = {"desktop": 1280, "phone": 390}


async def must_be_accessible(chromium: Browser, site: Path, slugs: Iterable[str], width: str) -> None:
    """No violation on any of these pages, and nothing to be scrolled sideways but what says so."""
    context = await chromium.new_context(viewport={"width": WIDTHS[width], "height": 900})
    page = await context.new_page()
    for slug in slugs:
        await page.goto((site / f"{slug}.html").as_uri())
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), slug
        await page.evaluate(AXE)
        assert await page.evaluate(RUN, WCAG) == [], slug
    await context.close()
