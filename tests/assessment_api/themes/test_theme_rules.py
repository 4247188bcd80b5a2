from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from services.assessment_api.findings.rules import Said
from services.assessment_api.themes.rules import NEEDS, findings, gist
from shared.contracts.assessment.findings import FindingScope
from shared.contracts.assessment.themes import Prevalence, ThemeKind


@pytest.mark.parametrize(
    ("prevalence", "need"),
    [(Prevalence.FEW, 25), (Prevalence.SOME, 50), (Prevalence.MANY, 75), (Prevalence.MOST, 100)],
)
def test_a_concern_is_a_need_by_how_widely_it_is_held(prevalence: Prevalence, need: int):
    said = findings(ThemeKind.CONCERN, "environment", "It is loud.", prevalence)
    assert said == [Said(FindingScope.THEME, "environment", None, "It is loud.", need)]


@pytest.mark.parametrize("prevalence", list(Prevalence))
def test_a_strength_is_no_need(prevalence: Prevalence):
    assert findings(ThemeKind.STRENGTH, "environment", "It is calm.", prevalence) == []


def test_what_more_hold_is_the_greater_need():
    assert all(NEEDS[fewer] < NEEDS[more] for fewer, more in pairwise(Prevalence))


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=500))
def test_capitals_make_no_other_statement(statement: str):
    assert gist(statement) == gist(statement.upper()) == gist(statement.lower())


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Z", "C"]), min_size=1), min_size=1), st.data())
def test_spaces_make_no_other_statement(words: list[str], data: st.DataObject):
    gaps = [data.draw(st.text(alphabet=" \t\n\u00a0", min_size=1, max_size=3)) for _ in words]
    spaced = "".join(gap + word for gap, word in zip(gaps, words, strict=True))
    assert gist(spaced) == gist(" ".join(words))


@pytest.mark.parametrize("other", ["The hall is loud", "The hall is not loud.", "Thehall is loud."])
def test_other_words_make_another_statement(other: str):
    assert gist(other) != gist("The hall is loud.")
