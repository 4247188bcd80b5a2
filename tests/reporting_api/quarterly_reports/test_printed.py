"""The report in print: tagged for those who listen to it, whole, the same each time, and with nothing set as markup."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from uuid import UUID

import pikepdf
import pytest

from services.reporting_api.quarterly_reports import printed, rules, wording
from shared.contracts.reporting.quarterly_reports import ReportDocument, ReportStatus, WrittenSection
from shared.contracts.reporting.report_figures import FeedPosition, ReportFigures
from tests.reporting_api.reports import NATIONAL, Reports, refused

ID = UUID("0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11")
WHEN = datetime(2025, 7, 29, 14, 5, tzinfo=UTC)
FIGURES = rules.figures(
    {name: place for place, (name, _, _) in enumerate(rules.MEASURES, 1001)},
    [{"domain": "environment", "label": "Environment", "mean_score": 63.4}],
)
HOSTILE = [
    "#import \"@preview/x:1.0.0\": * #panic() #sys.inputs #read('/etc/passwd')",
    "$ x^2 $ \\ *bold* _flat_ `raw` @ref <label> // not a comment /* nor this */",
    "= No heading",
    "<script>alert('x')</script> & -- --- ... ~",
]
RIGHT_TO_LEFT = "שלום מרחבא مرحبا"


def report(text: str | None = "It went as planned.", name: str = "West Yorkshire") -> ReportDocument:
    return ReportDocument(
        report_id=ID,
        project_name=name,
        icb_code="QWO",
        programme_year="2025-26",
        quarter=1,
        starts_on=date(2025, 4, 1),
        ends_on=date(2025, 6, 30),
        due_on=date(2025, 7, 31),
        status=ReportStatus.SUBMITTED,
        submitted_at=WHEN,
        illustrative=True,
        sections=[WrittenSection(code="progress", title="Progress", required=True, text=text)],
        figures=ReportFigures(
            taken_at=WHEN,
            figures=FIGURES,
            positions=[FeedPosition(source="partnership", cursor="7", applied=1234, as_of=WHEN)],
            plan=None,
        ),
        pinned=True,
    )


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(content))


def elements(node) -> Iterator[pikepdf.Dictionary]:
    """The structure of a document, in the order in which it is read."""
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from elements(each)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from elements(node.get("/K", pikepdf.Array()))


def roles(pdf: pikepdf.Pdf) -> list[str]:
    return [str(each.S) for each in elements(pdf.Root.StructTreeRoot.K)]


def _characters(font: pikepdf.Dictionary) -> dict[str, str]:
    """What the codes of a font stand for, as it says itself."""
    table = font.ToUnicode.read_bytes().decode("latin-1")
    found = re.findall(r"<([0-9a-f]{4})> <([0-9a-f]+)>", table, re.IGNORECASE)
    return {code.lower(): bytes.fromhex(text).decode("utf-16-be") for code, text in found}


def text_of(pdf: pikepdf.Pdf) -> str:
    """Every character of a document, without the spaces."""
    said = []
    for page in pdf.pages:
        characters: dict[str, str] = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                characters = _characters(page.Resources.Font[operands[0]])
            elif str(operator) in ("Tj", "TJ"):
                shown = operands[0] if str(operator) == "TJ" else [operands[0]]
                codes = "".join(bytes(each).hex() for each in shown if isinstance(each, pikepdf.String))
                said += [characters.get(codes[place : place + 4], "") for place in range(0, len(codes), 4)]
    return _packed("".join(said))


def _packed(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


async def test_it_says_what_it_is_to_those_who_listen_to_it():
    pdf = opened(await printed.pdf(report()))
    title = "Quarterly report: West Yorkshire, 2025-26, quarter 1"
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en-GB"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo["/Title"]) == title
    with pdf.open_metadata() as said:
        assert (said["pdfuaid:part"], said["dc:title"]) == ("1", title)
    for page in pdf.pages:
        assert str(page.Tabs) == "/S"
        assert "/StructParents" in page


async def test_its_structure_is_one_title_headings_and_tables_with_headers():
    pdf = opened(await printed.pdf(report()))
    found = roles(pdf)
    headings = [role for role in found if role in ("/H1", "/H2", "/H3")]
    assert headings == ["/H1", "/H2", "/H2", *["/H3"] * 4, "/H2", "/H3"]
    assert found.count("/Table") == found.count("/THead") == found.count("/TBody") == 5
    assert found.count("/TH") == 4 * 2 + 3
    assert found.count("/TR") == len(FIGURES) + 5 + 1
    headers = [each for each in elements(pdf.Root.StructTreeRoot.K) if str(each.S) == "/TH"]
    assert {str(said.Scope) for each in headers for said in each.A if "/Scope" in said} == {"/Column"}


async def test_every_section_figure_and_source_is_in_it():
    whole = report("One paragraph.\r\nIts second line.\r\n\r\nAnother.")
    text = text_of(opened(await printed.pdf(whole)))
    assert wording.paragraphs(whole.sections[0]) == [["One paragraph.", "Its second line."], ["Another."]]
    expected = ["Progress", "One paragraph.Its second line.", "Another.", wording.ILLUSTRATIVE, wording.taken(whole)]
    expected += [wording.plan(whole), "Page1of2", *("".join(row) for row in wording.figures(FIGURES))]
    expected += ["".join(row) for row in [*wording.summary(whole), *wording.sources(whole)]]
    assert [each for each in expected if _packed(each) not in text] == []


async def test_a_section_that_is_empty_says_so():
    assert "Nothingiswrittenhere." in text_of(opened(await printed.pdf(report(None))))


@pytest.mark.parametrize("written", HOSTILE)
async def test_nothing_that_anybody_wrote_is_markup(written: str):
    pdf = opened(await printed.pdf(report(written, written)))
    text = text_of(pdf)
    assert _within(text, written) == _packed(written * 2)
    assert str(pdf.docinfo["/Title"]).startswith(f"Quarterly report: {written}")
    assert roles(pdf).count("/H1") == 1
    assert roles(pdf).count("/H2") == 3


def _within(text: str, written: str) -> str:
    """What stands in the title and in the section."""
    length = len(_packed(written))
    title = text.index("Quarterlyreport:") + len("Quarterlyreport:")
    section = text.index("Progress") + len("Progress")
    return text[title : title + length] + text[section : section + length]


async def test_what_is_read_from_right_to_left_is_all_there():
    found = Counter(text_of(opened(await printed.pdf(report(RIGHT_TO_LEFT)))))
    assert {letter: found[letter] for letter in _packed(RIGHT_TO_LEFT)} == Counter(_packed(RIGHT_TO_LEFT))


async def test_what_has_no_shape_here_is_given_by_its_name():
    pdf = opened(await printed.pdf(report("Well done 😀👩‍👧 你\ue123", "😀")))
    text = text_of(pdf)
    assert "Welldone[grinningface][woman][girl][cjkunifiedideograph-4f60]" in text
    assert "givenbytheirnames,insquarebrackets" in text
    assert pdf.Root.MarkInfo.Marked


@pytest.mark.parametrize("word", ["x", "W"])
async def test_what_has_no_spaces_is_whole(word: str):
    long = report()
    section = long.sections[0].model_copy(update={"text": word * 10_000})
    pdf = opened(await printed.pdf(long.model_copy(update={"sections": [section], "project_name": word * 200})))
    assert text_of(pdf).count(word) >= 10_000
    assert roles(pdf).count("/H1") == 1


async def test_the_same_report_is_the_same_bytes():
    first, other = await printed.pdf(report()), await printed.pdf(report("Something else."))
    assert await printed.pdf(report()) == first != other
    pdf = opened(first)
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20250729140500")


async def document(reports: Reports, report: dict, accept: str | None, who: str = NATIONAL, form: str = ""):
    headers = {"Accept": accept} if accept is not None else {}
    return await reports.served.as_(who).get(f"/v1/quarterly-reports/{report['id']}/document{form}", headers=headers)


async def test_it_is_had_over_http_with_a_name_to_keep_it_by(reports: Reports, report):
    submitted = await reports.submitted(report)
    answer = await document(reports, submitted, "application/pdf", "la:383")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["content-disposition"] == 'inline; filename="quarterly-report-qwo-2025-26-quarter-1.pdf"'
    assert answer.headers["vary"] == "Accept"
    text = text_of(opened(answer.content))
    assert text.count("Itwentasplanned.") == len(submitted["sections"])
    assert "£450.00" in text
    assert (await document(reports, submitted, None, form="?format=pdf")).content == answer.content


@pytest.mark.parametrize("who", ["la:383", "school:107866", "icb:QHM"])
async def test_who_does_not_see_the_report_does_not_get_it_in_print(reports: Reports, report, who):
    refused(await document(reports, report, "application/pdf", who), 404, "report-not-found")


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/json, text/plain, */*", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
        ("text/csv, application/pdf;q=0.5", "application/pdf"),
    ],
)
async def test_the_first_accepted_form_that_there_is_is_given(reports: Reports, report, accept, given):
    assert (await document(reports, report, accept)).headers["content-type"] == given


async def test_who_accepts_no_form_that_there_is_learns_which_there_are(reports: Reports, report):
    answer = await document(reports, report, "text/csv, image/png")
    refused(answer, 406, "not-acceptable")
    assert answer.json()["detail"] == "A report can be had as application/json, text/html or application/pdf."
