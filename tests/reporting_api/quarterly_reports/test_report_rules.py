"""The rules of reports, on values alone."""

import pytest
from hypothesis import given, strategies as st

from services.reporting_api.quarterly_reports import rules
from services.reporting_api.report_templates.rules import faults_of_codes
from services.reporting_api.summaries.models import ProjectSummary
from shared.contracts.reporting.quarterly_reports import SectionText, WrittenSection
from shared.contracts.reporting.report_figures import Figure, FigureUnit
from shared.contracts.reporting.report_templates import TemplateSection

CODES = st.sampled_from(["progress", "risks", "funding", "story"])
TEXTS = st.dictionaries(CODES, st.text(min_size=1, max_size=20).filter(str.isprintable))
VALUES = st.dictionaries(CODES, st.none() | st.integers(-1000, 1000).map(float))


def sections(texts: dict[str, str]) -> list[SectionText]:
    return [SectionText(section=code, text=text) for code, text in texts.items()]


def template(*codes: str, required: bool = True) -> list[TemplateSection]:
    return [TemplateSection(code=code, title=code.title(), guidance="Say it.", required=required) for code in codes]


def figures(values: dict[str, float | None]) -> list[Figure]:
    return [
        Figure(measure=name, domain=None, label=name, unit=FigureUnit.SCHOOLS, value=value)
        for name, value in values.items()
    ]


@given(TEXTS, st.dictionaries(CODES, st.none() | st.just("new")))
def test_what_is_left_out_stays_and_what_is_null_goes(before, new):
    after = {each.section: each.text for each in rules.saved(sections(before), new)}
    assert after == {code: text for code, text in (before | new).items() if text is not None}


@given(VALUES)
def test_nothing_differs_from_itself(values):
    assert rules.differences(figures(values), figures(values)) == []


@given(VALUES, VALUES)
def test_exactly_what_is_different_is_told(before, after):
    told = {each.measure: (each.pinned, each.now) for each in rules.differences(figures(before), figures(after))}
    every = before.keys() | after.keys()
    assert told == {name: (before.get(name), after.get(name)) for name in every if before.get(name) != after.get(name)}


@given(TEXTS, st.lists(CODES, unique=True))
def test_a_required_section_is_named_exactly_when_nothing_is_in_it(texts, codes):
    named = {each.pointer for each in rules.empty(rules.as_written(template(*codes), sections(texts)))}
    assert named == {f"/{code}" for code in codes if code not in texts}
    assert rules.empty(rules.as_written(template(*codes, required=False), sections(texts))) == []


@pytest.mark.parametrize(
    ("given_", "faults"),
    [
        ([("progress", "Much.")], []),
        ([("story", "Much.")], [("/sections/0/section", "unknown")]),
        ([("old", None)], []),
        ([("old", "More.")], [("/sections/0/section", "unknown")]),
        ([("progress", "A."), ("progress", "B.")], [("/sections/1/section", "repeated")]),
        ([("progress", None)], []),
    ],
)
def test_sections_are_those_of_the_template_each_once(given_, faults):
    found = rules.faults_of_sections(given_, template("progress"), sections({"old": "Once."}))
    assert [(each.pointer, each.code) for each in found] == faults


def test_what_the_template_has_no_longer_is_told():
    found = rules.outdated(template("progress"), sections({"progress": "Much.", "old": "Once."}))
    assert [each.pointer for each in found] == ["/old"]


def test_sections_are_written_in_the_order_of_the_template():
    found = rules.as_written(template("risks", "progress"), sections({"progress": "Much."}))
    assert found == [
        WrittenSection(code="risks", title="Risks", required=True, text=None),
        WrittenSection(code="progress", title="Progress", required=True, text="Much."),
    ]


def test_every_measure_of_a_report_is_one_of_a_projects_summary():
    assert {name for name, *_ in rules.MEASURES} <= set(ProjectSummary.__table__.columns.keys())


@given(st.lists(CODES, max_size=8))
def test_a_code_that_another_section_has_is_named(codes):
    assert len(faults_of_codes(codes)) == len(codes) - len(set(codes))
