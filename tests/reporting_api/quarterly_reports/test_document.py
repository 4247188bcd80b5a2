"""The report to read: as JSON, and as a page that needs no script and lets nothing in unescaped."""

from html.parser import HTMLParser

from sqlalchemy import text

from tests.reporting_api import facts
from tests.reporting_api.conftest import Reporting
from tests.reporting_api.reports import REQUIRED, Reports, done, read_to_their_ends, year_of_quarters

EVIL = '<script>alert("x")</script> & <b>bold</b>'


class Outline(HTMLParser):
    """The elements of a page, in order, with their attributes and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self.open[-1], data.strip()))

    def of(self, tag: str) -> list[dict]:
        return [attributes for name, attributes in self.elements if name == tag]

    def text(self, tag: str) -> list[str]:
        return [text for name, text in self.texts if name == tag]


async def page_of(reports: Reports, report: dict, who: str = "icb:QWO") -> tuple[Outline, str]:
    headers = {"Accept": "text/html,application/xhtml+xml"}
    answer = await reports.served.as_(who).get(f"/v1/quarterly-reports/{report['id']}/document", headers=headers)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    return Outline(answer.text), answer.text


async def test_a_page_has_a_language_one_title_headings_and_captions(reports: Reports, report):
    page, _ = await page_of(reports, await reports.submitted(report))
    assert page.open == []
    assert page.of("html") == [{"lang": "en-GB"}]
    assert len(page.of("h1")) == len(page.of("main")) == len(page.of("title")) == 1
    assert page.text("h2") == [
        "Progress this quarter",
        "Schools taking part",
        "Parent carers and children",
        "Funding",
        "Risks and issues",
        "The next quarter",
        "Good practice",
        "Support needed",
        "Figures",
        "What the figures rest on",
    ]
    assert len(page.of("table")) == len(page.of("caption")) == 2
    assert all(cell["scope"] in ("row", "col") for cell in page.of("th"))
    assert {section["aria-labelledby"] for section in page.of("section")} == {h2["id"] for h2 in page.of("h2")}
    assert page.of("script") == []
    assert "£450.00" in page.text("td")


async def test_nothing_that_anybody_wrote_is_markup(reporting: Reporting, reports: Reports):
    year = year_of_quarters()
    project = facts.project(programme_year_id=year.data.id, name=EVIL)
    await reporting.told(year, project)
    await read_to_their_ends(reporting.database)
    report = done(await reports.save(await reports.of(project.data.id), dict.fromkeys(REQUIRED, EVIL)))
    page, text = await page_of(reports, report)
    assert page.of("script") == page.of("b") == []
    assert page.text("p").count(EVIL) == len(REQUIRED)
    assert EVIL in page.text("h1")[0]
    assert EVIL not in text


async def test_a_draft_says_that_its_figures_are_those_of_now(reports: Reports, report):
    page, _ = await page_of(reports, report)
    assert "Figures as they are now" in page.text("caption")[0]
    assert "Nothing is written here." in page.text("p")
    ready = await reports.ready(report)
    page, _ = await page_of(reports, ready)
    assert "Figures taken down at" in page.text("caption")[0]


async def test_as_json_it_is_whole(reports: Reports, report):
    submitted = await reports.submitted(report)
    whole = await reports.part(submitted, "document", "icb:QWO")
    assert whole["figures"] == submitted["pinned"]
    assert (whole["pinned"], whole["illustrative"], whole["quarter"]) == (True, True, 1)
    assert [each["code"] for each in whole["sections"] if each["required"]] == REQUIRED
    assert await reports.part(submitted, "document?format=json") == whole


async def test_a_form_that_there_is_none_of_is_refused(reports: Reports, report):
    answer = await reports.served.as_("icb:QWO").get(f"/v1/quarterly-reports/{report['id']}/document?format=docx")
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "format")


async def test_the_page_tells_the_day_in_england_on_which_a_report_was_submitted(
    reporting: Reporting, reports: Reports, report
):
    submitted = await reports.submitted(report)
    half_past_midnight_in_summer = "update quarterly_reports set submitted_at = '2026-07-31 23:30+00' where id = :id"
    async with reporting.database.transaction() as session:
        await session.execute(text(half_past_midnight_in_summer), {"id": submitted["id"]})
    page, _ = await page_of(reports, submitted)
    assert "1 August 2026" in page.text("dd")
