"""The service's own documentation: whole, linked, and readable without scripts or other hosts."""

import json
import re
import shlex
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from fastapi import FastAPI

from shared.kit import errors
from shared.kit.docs_pages.html import prose
from shared.kit.docs_pages.operations import curl
from shared.kit.docs_pages.schemas import bounds, type_of
from shared.kit.openapi.examples import example
from tests.support.asgi import ask
from tests.support.described_service import build

_VOID = {"meta", "link", "br", "wbr", "img"}


class Outline(HTMLParser):
    """Reads a page strictly: what is opened is closed, and in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.tags: set[str] = set()
        self.sources: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        if tag not in _VOID:
            self.open.append(tag)
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a":
            self.links.append(values["href"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.sources += [values[name] for name in ("src", "style") if name in values]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def service() -> tuple[FastAPI, dict[str, Any]]:
    return build()


@pytest.fixture(scope="module")
def app(service: tuple[FastAPI, dict[str, Any]]) -> FastAPI:
    return service[0]


@pytest.fixture(scope="module")
def document(service: tuple[FastAPI, dict[str, Any]]) -> dict[str, Any]:
    return service[1]


def outline(app: FastAPI, path: str) -> Outline:
    page = Outline()
    page.feed(ask(app, path).text)
    page.close()
    return page


PAGES = ["/docs", "/problems", "/problems/conflict", "/problems/no-such-problem"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_well_formed_and_needs_no_script_and_no_other_host(app: FastAPI, path: str) -> None:
    page = outline(app, path)
    assert page.open == []
    assert not page.tags & {"script", "iframe", "img"}
    assert page.sources == []
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_found_around_in_without_seeing_it(app: FastAPI, path: str) -> None:
    text = ask(app, path).text
    page = outline(app, path)
    assert '<html lang="en-GB">' in text
    assert "<title>" in text
    assert page.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    assert page.links[0] == "#main"
    assert {"main", "header"} <= page.tags


def test_every_link_within_the_reference_leads_somewhere(app: FastAPI) -> None:
    page = outline(app, "/docs")
    inner = {link[1:] for link in page.links if link.startswith("#")}
    assert inner <= set(page.ids)
    assert "schema-School" in inner
    assert "operation-choose_school" in inner


def test_every_page_linked_from_the_reference_is_served(app: FastAPI) -> None:
    outer = {link for link in outline(app, "/docs").links if not link.startswith("#")}
    assert "problems/school-already-chosen" in outer
    assert {ask(app, f"/{link}").status_code for link in outer} == {200}


def test_the_reference_says_what_each_operation_needs(app: FastAPI) -> None:
    text = ask(app, "/docs").text
    chosen = text[text.index('id="operation-choose_school"') : text.index('id="operation-get_school"')]
    assert "Choose a school for the project" in chosen
    assert "integrated care boards, with the scope <code>partnership:write</code>" in chosen
    assert "The school is already part of this project" in chosen
    assert '<a href="#schema-NewSchool">NewSchool</a>' in chosen
    assert "every kind of organisation" in text
    assert "anybody, without a token" in text
    assert "100000 to 999999" in text
    assert "1 to 2000 characters" in text


def test_what_an_example_contains_is_never_markup(app: FastAPI) -> None:
    assert "<Church>" not in ask(app, "/docs").text
    assert "St Mary&#x27;s &lt;Church&gt; School" in ask(app, "/docs").text
    assert "<twice>" not in ask(app, "/problems/school-already-chosen").text


def test_the_command_of_an_operation_can_be_pasted_into_a_shell(document: dict[str, Any]) -> None:
    operation = document["paths"]["/v1/schools"]["post"]
    words = shlex.split(curl("/v1/schools", "post", operation, document).replace("\\\n", " "))
    assert words[:4] == ["curl", "-X", "POST", "https://partnership.pins.example/v1/schools"]
    assert "Authorization: Bearer $TOKEN" in words
    assert json.loads(words[-1]) == {"urn": 142345, "rationale": "Absence is twice the county's."}


def test_the_command_fills_in_the_address(document: dict[str, Any]) -> None:
    operation = document["paths"]["/v1/schools/{urn}"]["get"]
    assert "https://partnership.pins.example/v1/schools/142345" in curl("/v1/schools/{urn}", "get", operation, document)


def test_a_problems_page_says_what_it_means_and_where_it_occurs(app: FastAPI) -> None:
    text = unescape(ask(app, "/problems/school-already-chosen").text)
    assert "The school takes part in this project" in text
    assert "409 Conflict" in text
    assert "https://partnership.pins.example/problems/school-already-chosen" in text
    assert 'href="../docs#operation-choose_school"' in text


def test_every_refusal_has_a_page_and_stands_in_the_index(app: FastAPI) -> None:
    links = outline(app, "/problems").links
    for refusal in errors.every_refusal():
        answer = ask(app, f"/problems/{refusal.slug()}")
        assert answer.status_code == 200
        assert f"problems/{refusal.slug()}" in links


def test_an_unknown_problem_is_not_found_and_not_repeated(app: FastAPI) -> None:
    answer = ask(app, "/problems/some-secret")
    assert answer.status_code == 404
    assert "some-secret" not in answer.text
    assert "../problems" in answer.text


def test_the_style_is_kept_by_browsers_until_it_changes(app: FastAPI) -> None:
    first = ask(app, "/static/docs.css")
    assert first.headers["Content-Type"].startswith("text/css")
    assert "max-age" in first.headers["Cache-Control"]
    again = ask(app, "/static/docs.css", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert ask(app, "/static/docs.css", headers={"If-None-Match": '"old"'}).status_code == 200
    assert f"docs.css?v={first.headers['ETag'].strip(chr(34))}" in ask(app, "/docs").text


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ({"type": "string", "format": "date"}, "string (date)"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "integer or null"),
        (
            {"type": "array", "items": {"$ref": "#/components/schemas/A"}},
            'array of <a href="#schema-A">A</a>',
        ),
        ({"enum": ["open", "closed"]}, "one of <code>open</code>, <code>closed</code>"),
        ({"const": "ready"}, "<code>ready</code>"),
        ({"type": ["string", "null"]}, "string or null"),
        ({}, "any value"),
    ],
)
def test_types_are_words(schema: dict[str, Any], text: str) -> None:
    assert type_of(schema) == text


@pytest.mark.parametrize(
    ("schema", "phrases"),
    [
        ({"minLength": 3, "maxLength": 3}, ["exactly 3 characters"]),
        ({"minimum": 0}, ["at least 0"]),
        ({"maxItems": 5, "items": {"maxLength": 9}}, ["at most 5 items", "each: at most 9 characters"]),
        ({"anyOf": [{"pattern": "^[0-9]{3}$"}, {"type": "null"}]}, ["pattern <code>^[0-9]{3}$</code>"]),
        ({"default": 50}, ["default <code>50</code>"]),
    ],
)
def test_bounds_are_phrases(schema: dict[str, Any], phrases: list[str]) -> None:
    assert bounds(schema) == phrases


def test_an_example_of_a_schema_that_holds_itself_ends() -> None:
    node = {"type": "object", "properties": {"parts": {"type": "array", "items": {"$ref": "#/x/Node"}}}}
    assert example({"$ref": "#/x/Node"}, {"Node": node | {"required": ["parts"]}}) == {"parts": []}


def test_prose_knows_paragraphs_lists_and_code_and_nothing_else() -> None:
    assert prose("One\ntwo.\n\n- a\n- `b`\n\n<b>**c**</b>") == (
        "<p>One two.</p>\n<ul><li>a</li><li><code>b</code></li></ul>\n<p>&lt;b&gt;<strong>c</strong>&lt;/b&gt;</p>"
    )
