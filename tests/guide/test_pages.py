"""The guide's pages: as the code is, linked, the same everywhere, readable by everybody."""

import html.parser
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser

from docs.building import __main__ as building
from shared.kit.app import create_app
from shared.kit.guide import contents
from shared.kit.service import Service
from shared.kit.settings import Settings
from tests.guide.looking import WIDTHS, must_be_accessible
from tests.support.services import SERVICES

PAGES = sorted(contents.titles())


def client_of(service: Service) -> httpx.AsyncClient:
    app = create_app(service, Settings.for_documents(service.name))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://here.test")


def address_of(slug: str) -> str:
    return "/guide" if slug == contents.FIRST else f"/guide/{slug}"


class Links(html.parser.HTMLParser):
    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.targets: set[str] = set()
        self.ids: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "a":
            self.targets.add(found["href"])
        if "id" in found:
            self.ids.append(found["id"])


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("guide")
    building.site(folder)
    return folder


def test_what_the_guide_takes_from_the_code_is_as_the_code_is():
    made = dict(building.fragments())
    written = {each.name: each.read_text() for each in building.GENERATED.iterdir()}
    assert written == made, "run `make guide` and look at the difference"


async def test_the_guide_is_the_same_in_every_service():
    seen = set()
    for service in SERVICES:
        async with client_of(service) as client:
            pages = [await client.get(address_of(slug)) for slug in ("index", "first-call", "rate-limits")]
        assert {page.status_code for page in pages} == {200}
        seen.add("".join(page.text.partition("<main")[2] for page in pages))
    assert len(seen) == 1


async def test_every_link_within_the_guide_leads_somewhere():
    async with client_of(SERVICES[0]) as client:
        pages = {slug: await client.get(address_of(slug)) for slug in PAGES}
        found = {str(page.url): Links(page.content) for page in pages.values()}
        for page, links in found.items():
            assert len(links.ids) == len(set(links.ids)), page
            for target in links.targets:
                url = httpx.URL(page).join(target)
                if url.host == "here.test":
                    assert (await client.get(url.path)).status_code == 200, (page, target)
                    if url.fragment and url.path.startswith("/guide"):
                        assert url.fragment in found[str(url.copy_with(fragment=None))].ids, (page, target)


async def test_the_front_door_and_the_reference_lead_to_the_guide():
    async with client_of(SERVICES[0]) as client:
        assert (await client.get("/")).json()["links"]["guide"].endswith("/guide")
        assert "guide" in Links((await client.get("/docs")).content).targets
        assert (await client.get("/guide/")).headers["Location"] == "../guide"
        assert (await client.get("/guide/nothing")).status_code == 404


def test_as_files_the_guide_needs_no_service(site: Path):
    pages = [*site.glob("*.html"), *site.glob("problems/*.html")]
    assert len(pages) > len(PAGES)
    for page in pages:
        for target in Links(page.read_bytes()).targets:
            name = target.partition("#")[0]
            assert target.startswith(("https://", "#")) or (page.parent / name).is_file(), (page.name, target)
        assert "<script" not in page.read_text()


@pytest.mark.parametrize("width", WIDTHS)
async def test_axe_finds_nothing(chromium: Browser, site: Path, width: str):
    await must_be_accessible(chromium, site, ("first-call", "excel-and-csv", "rate-limits"), width)
