"""`make guide-check`: every page of the guide in a browser. It takes a minute; `make test` looks at three."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from docs.building import __main__ as building
from shared.kit.guide import contents
from tests.guide.looking import WIDTHS, must_be_accessible


@pytest.mark.parametrize("width", WIDTHS)
async def test_axe_finds_nothing_on_any_page(chromium: Browser, tmp_path: Path, width: str):
    building.site(tmp_path)
    await must_be_accessible(chromium, tmp_path, contents.titles(), width)
