"""The pictures of the dashboard in docs/pictures, made anew: `python -m tests.reporting_api.pages.pictures`.

What they show is made up, and the same each time; so is the day.
"""

import asyncio
import tempfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import time_machine
from PIL import Image
from playwright.async_api import Browser

from deploy.local import postgres
from services.reporting_api.main import SERVICE
from services.reporting_api.pages.boards import boards
from tests.reporting_api.pages.browsing import Site, browser, site
from tests.reporting_api.pages.illustrated import england
from tests.support.databases import Databases

FOLDER = Path(__file__).parents[3] / "docs" / "pictures"
THE_DAY = datetime(2026, 2, 12, 9, 30, tzinfo=UTC)
DESKTOP, PHONE = (1280, 900), (390, 844)


def told() -> list:
    codes = [code for code, each in boards().items() if each.is_there_in("2025-26")]
    return england([code for code in codes if code not in ("QT6", "QNQ")])


async def draw(at: Site, opened: Browser, folder: Path) -> None:
    pages = {"national": "?measure=delivered", "icb": "/icbs/QWO", "project": f"/projects/{at.project()}"}
    for name, path in pages.items():
        for form, (width, height) in {"desktop": DESKTOP, "phone": PHONE}.items():
            context = await opened.new_context(viewport={"width": width, "height": height}, locale="en-GB")
            await context.add_cookies([at.cookie("national:dfe")])
            page = await context.new_page()
            await page.goto(f"{at.address}/dashboard{path}")
            clip = {"x": 0, "y": 0, "width": width, "height": 1640 if form == "desktop" else 1400}
            small(await page.screenshot(full_page=True, clip=clip), folder / f"dashboard-{name}-{form}.png")
            await context.close()


def small(picture: bytes, file: Path) -> None:
    """Write it with few colours: the pages have no more."""
    Image.open(BytesIO(picture)).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)


async def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as data, postgres.running(Path(data) / "data", {"fsync": "off"}) as server:
        databases = Databases(server)
        url = databases.url(await databases.template(SERVICE))
        with time_machine.travel(THE_DAY, tick=True):
            async with site(url, told()) as at, browser() as opened:
                await draw(at, opened, folder)


if __name__ == "__main__":
    asyncio.run(main(FOLDER))
