"""The rule from findings to a ranking: a table of its steps, and what holds for any findings whatever."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, strategies as st

from services.assessment_api.ranking import rules
from services.assessment_api.ranking.rules import Heard
from services.assessment_api.ranking.schemas import NewWeights
from shared.contracts.assessment.findings import FindingScope as Scope, FindingSource as Source
from shared.contracts.assessment.priorities import RankedDomain, RankingTerm, RankingWeights

DOMAINS = ["leadership", "health", "environment"]
WEIGHTS = RankingWeights(self_assessment=50, survey=30, voice=20)
START = datetime(2025, 9, 1, tzinfo=UTC)
BASELINE, FOLLOW_UP, SURVEY, LATER_SURVEY = (UUID(int=number) for number in range(1, 5))


def heard(
    source: Source,
    domain: str,
    need: float,
    scope: Scope = Scope.DOMAIN,
    source_id: UUID = BASELINE,
    occasion: str = "Baseline",
    day: int = 0,
) -> Heard:
    return Heard(uuid4(), source, source_id, occasion, scope, domain, need, START + timedelta(days=day))


def rated(domain: str, need: float, **more: Any) -> Heard:
    return heard(Source.SELF_ASSESSMENT, domain, need, **more)


def surveyed(domain: str, need: float, **more: Any) -> Heard:
    return heard(Source.SURVEY, domain, need, **{"source_id": SURVEY, "occasion": "Autumn term"} | more)


def voiced(domain: str, need: float) -> Heard:
    return heard(Source.VOICE, domain, need, Scope.THEME, uuid4(), "2025-10-01")


def ranked(said: Sequence[Heard], voice: bool = False, weights: RankingWeights = WEIGHTS) -> list[RankedDomain]:
    return rules.ranked(DOMAINS, said, voice, weights)


def on(domain: str, said: Sequence[Heard], voice: bool = False, weights: RankingWeights = WEIGHTS) -> RankedDomain:
    return next(each for each in ranked(said, voice, weights) if each.domain == domain)


def term(domain: str, source: Source, said: Sequence[Heard], voice: bool = False) -> RankingTerm:
    return next(each for each in on(domain, said, voice).terms if each.source == source)


def test_all_three_sources_are_weighed_and_every_term_is_shown():
    said = [rated("health", 60), surveyed("health", 40), voiced("health", 75)]
    found = on("health", said)
    assert found.score == 57.0
    assert [(each.source, each.need, each.weight, each.contribution) for each in found.terms] == [
        ("self_assessment", 60, 50, 30), ("survey", 40, 30, 12), ("voice", 75, 20, 15),
    ]  # fmt: skip
    assert [each.finding_ids for each in found.terms] == [[finding.id] for finding in said]


@pytest.mark.parametrize(
    ("said", "score"),
    [
        ([rated("health", 60)], 60.0),
        ([rated("health", 60), surveyed("health", 40)], 52.5),
        ([surveyed("health", 40)], 40.0),
        ([voiced("health", 75)], 75.0),
        ([rated("health", 33.3), surveyed("health", 33.4)], 33.3),
        ([], None),
    ],
)
def test_a_source_that_says_nothing_on_a_domain_does_not_count_there(said: Sequence[Heard], score: float | None):
    assert on("health", said).score == score


def test_halves_are_rounded_up():
    even = RankingWeights(self_assessment=50, survey=50, voice=0)
    assert on("health", [rated("health", 10.2), surveyed("health", 10.3)], weights=even).score == 10.3


def test_a_figure_comes_before_themes_and_the_greatest_theme_stands_in_for_a_figure():
    small = rated("health", 20, scope=Scope.THEME, source_id=uuid4())
    great = rated("health", 80, scope=Scope.THEME, source_id=uuid4())
    figure = rated("health", 50)
    assert term("health", Source.SELF_ASSESSMENT, [small, great, figure]).finding_ids == [figure.id]
    without = term("health", Source.SELF_ASSESSMENT, [small, great])
    assert (without.need, without.finding_ids) == (80, [great.id])


def test_what_is_said_of_one_question_adds_nothing():
    assert on("health", [rated("health", 90, scope=Scope.QUESTION)]).score is None


@pytest.mark.parametrize("first", ["Baseline", "Embedding review"])
def test_the_follow_up_counts_even_where_the_baseline_was_submitted_again_after_it(first: str):
    said = [
        rated("health", 60, occasion=first, day=9),
        rated("health", 30, source_id=FOLLOW_UP, occasion="Follow-up", day=1),
    ]
    assert on("health", said).score == 30


def test_the_survey_of_the_later_term_counts():
    said = [
        surveyed("health", 60, occasion="Summer term", day=9),
        surveyed("health", 30, source_id=LATER_SURVEY, occasion="Spring term"),
    ]
    assert on("health", said).score == 30


def test_of_two_occasions_alike_the_one_said_later_counts_whole():
    said = [surveyed("health", 60), surveyed("health", 30, source_id=LATER_SURVEY, day=1), surveyed("leadership", 9)]
    assert on("health", said).score == 30
    assert on("leadership", said).score is None, "an earlier figure does not stand in for a later one"


def test_voice_that_was_heard_without_a_concern_says_that_there_is_no_need():
    said = [rated("health", 60), voiced("leadership", 50)]
    assert term("health", Source.VOICE, said).need == 0
    assert on("health", said).score == 42.9
    assert term("environment", Source.VOICE, [], voice=True).need == 0
    assert term("environment", Source.VOICE, []).need is None


def test_the_greatest_need_comes_first_ties_in_the_order_of_the_tool_and_the_unknown_last():
    said = [rated("environment", 70), rated("health", 70)]
    assert [(each.rank, each.domain) for each in ranked(said)] == [(1, "health"), (2, "environment"), (3, "leadership")]


def test_a_source_of_no_weight_is_shown_and_does_not_count():
    silent = RankingWeights(self_assessment=0, survey=30, voice=20)
    found = on("health", [rated("health", 60)], weights=silent)
    assert found.score is None
    assert [(each.need, each.contribution) for each in found.terms] == [(60, 0), (None, 0), (None, 0)]


def test_domains_are_those_of_the_tool_and_then_those_that_something_was_found_on():
    said = [rated("music", 5), rated("art", 5), rated("health", 5)]
    assert rules.domains_of(DOMAINS, said) == [*DOMAINS, "art", "music"]
    assert rules.domains_of([], said) == ["art", "health", "music"]


@pytest.mark.parametrize(
    ("said", "voice", "missing"),
    [
        ([], False, ["self_assessment", "survey", "voice"]),
        ([rated("health", 5)], False, ["survey", "voice"]),
        ([rated("health", 5), surveyed("health", 5)], True, []),
        ([voiced("health", 5)], False, ["self_assessment", "survey"]),
    ],
)
def test_what_is_not_there_is_said_with_a_reason(said: Sequence[Heard], voice: bool, missing: list[str]):
    found = rules.missing(said, voice)
    assert [each.source for each in found] == missing
    assert all(each.reason.endswith(".") for each in found)


def test_weights_of_nothing_are_refused():
    [fault] = rules.weight_faults(NewWeights(self_assessment=0, survey=0, voice=0))
    assert fault.pointer == "/weights"
    assert rules.weight_faults(NewWeights(self_assessment=0, survey=1, voice=0)) == []


# What holds for any findings.

NEEDS = st.integers(0, 1000).map(lambda tenths: tenths / 10)


@st.composite
def findings(draw: st.DrawFn) -> Heard:
    source = draw(st.sampled_from(Source))
    occasion = draw(st.sampled_from(["Baseline", "Follow-up", "Autumn term", "Spring term", "2025-10-01"]))
    return Heard(
        draw(st.uuids()),
        source,
        UUID(int=draw(st.integers(1, 3))),
        occasion,
        Scope.THEME if source is Source.VOICE else draw(st.sampled_from(Scope)),
        draw(st.sampled_from(DOMAINS)),
        draw(NEEDS),
        START + timedelta(days=draw(st.integers(0, 3))),
    )


MANY = st.lists(findings(), max_size=20, unique_by=lambda each: each.id)
WEIGHINGS = st.builds(
    RankingWeights, self_assessment=st.integers(0, 33), survey=st.integers(0, 33), voice=st.integers(0, 33)
)


@given(MANY, st.booleans(), WEIGHINGS, st.data())
def test_a_score_never_falls_when_a_need_rises(
    said: list[Heard], voice: bool, weights: RankingWeights, data: st.DataObject
):
    if not said:
        return
    place = data.draw(st.integers(0, len(said) - 1))
    more = data.draw(st.integers(int(said[place].need * 10), 1000)) / 10
    worse = [*said[:place], said[place]._replace(need=more), *said[place + 1 :]]
    for domain in DOMAINS:
        before, after = on(domain, said, voice, weights), on(domain, worse, voice, weights)
        assert (before.score is None) == (after.score is None)
        if before.score is not None and after.score is not None:
            assert after.score >= before.score
            assert domain == said[place].domain or after.score == before.score


@given(MANY, st.booleans(), WEIGHINGS, st.randoms())
def test_the_order_of_findings_does_not_matter(said: list[Heard], voice: bool, weights: RankingWeights, chance: Any):
    shuffled = list(said)
    chance.shuffle(shuffled)
    assert ranked(shuffled, voice, weights) == ranked(said, voice, weights)


@given(MANY, st.booleans(), WEIGHINGS)
def test_contributions_add_up_to_the_score_within_rounding(said: list[Heard], voice: bool, weights: RankingWeights):
    for found in ranked(said, voice, weights):
        assert abs(sum(each.contribution for each in found.terms) - (found.score or 0)) <= 0.05 + 3 * 0.005 + 1e-9


@given(MANY, st.booleans(), WEIGHINGS, st.integers(1, 3))
def test_weights_that_all_are_a_multiple_change_nothing(
    said: list[Heard], voice: bool, weights: RankingWeights, times: int
):
    scaled = RankingWeights(**{name: value * times for name, value in weights})
    without = [_without_weights(each) for each in ranked(said, voice, weights)]
    assert [_without_weights(each) for each in ranked(said, voice, scaled)] == without


def _without_weights(found: RankedDomain) -> dict[str, Any]:
    shown = found.model_dump()
    for each in shown["terms"]:
        del each["weight"]
    return shown


@given(MANY, st.booleans(), WEIGHINGS)
def test_every_domain_has_one_place_by_its_score_and_the_unknown_are_last(
    said: list[Heard], voice: bool, weights: RankingWeights
):
    found = ranked(said, voice, weights)
    assert [each.rank for each in found] == [1, 2, 3]
    assert {each.domain for each in found} == set(DOMAINS)
    scores = [-1 if each.score is None else each.score for each in found]
    assert scores == sorted(scores, reverse=True)


@given(MANY, st.booleans(), WEIGHINGS)
def test_every_finding_that_a_term_rests_on_is_of_its_source_and_domain_and_has_its_need(
    said: list[Heard], voice: bool, weights: RankingWeights
):
    by_id = {each.id: each for each in said}
    for found in ranked(said, voice, weights):
        for each in found.terms:
            for finding in (by_id[finding_id] for finding_id in each.finding_ids):
                assert (finding.source, finding.domain, finding.need) == (each.source, found.domain, each.need)
