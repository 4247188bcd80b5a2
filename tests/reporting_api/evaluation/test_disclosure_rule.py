"""No cell under the threshold is released, whatever there is and was released before."""

import json
from collections import Counter

from hypothesis import given, strategies as st

from services.reporting_api.extracts.rules import ANY, Part, Told, Treatment, disclosed, earlier, in_order, reasons
from shared.contracts.reporting.extracts import QuasiIdentifier

_PARTS = st.builds(
    Part,
    programme_year=st.sampled_from(["2024-25", "2025-26"]),
    cohort=st.sampled_from(["new", "existing"]),
    offer=st.sampled_from(["full", "embedding"]),
    status=st.sampled_from(["confirmed", "withdrawn"]),
)
_TOLD = st.builds(
    Told,
    region=st.sampled_from(["London", "South East", "North East"]),
    parts=st.lists(_PARTS, min_size=1, max_size=2).map(in_order),
)
_SCHOOLS = st.dictionaries(st.sampled_from([f"s{number}" for number in range(60)]), _TOLD, max_size=60)
_THRESHOLDS = st.integers(3, 8)
_GENERALISED = st.frozensets(st.sampled_from(list(QuasiIdentifier)))
EVERYTHING = frozenset(QuasiIdentifier)


def some(number: int, region: str, first: int = 0, **given: str) -> dict[str, Told]:
    part = Part(**{"programme_year": "2025-26", "cohort": "new", "offer": "full", "status": "confirmed"} | given)
    return {f"s{first + place}": Told(region, (part,)) for place in range(number)}


def as_released(told: dict[str, Told]) -> dict[str, str]:
    return {school: json.dumps(what) for school, what in told.items()}


@given(_SCHOOLS, st.lists(_SCHOOLS, max_size=2), _THRESHOLDS, _GENERALISED)
def test_no_cell_under_the_threshold_stays_when_small_ones_are_left_out(schools, releases, threshold, generalise):
    before = earlier([as_released(release) for release in releases])
    outcome = disclosed(schools, before, Treatment(threshold, generalise, suppress=True))
    alone = Counter(outcome.told.values())
    beside_all_before = Counter(
        (told, *(release.get(school) for release in releases)) for school, told in outcome.told.items()
    )
    for size in (*alone.values(), *beside_all_before.values()):
        assert size >= threshold
    assert outcome.suppressed + len(outcome.told) == len(schools)


@given(_SCHOOLS, st.lists(_SCHOOLS, max_size=2), _THRESHOLDS, _GENERALISED, st.booleans())
def test_it_passes_exactly_when_something_stays_and_no_cell_is_small(
    schools, releases, threshold, generalise, suppress
):
    before = earlier([as_released(release) for release in releases])
    outcome = disclosed(schools, before, Treatment(threshold, generalise, suppress))
    sizes = Counter((told, before.get(school)) for school, told in outcome.told.items()).values()
    assert (reasons(outcome, threshold) == []) == (min(sizes, default=0) >= threshold)
    assert outcome.smallest == min(sizes, default=0)


@given(_SCHOOLS, _THRESHOLDS, _GENERALISED, st.randoms())
def test_the_order_of_the_schools_decides_nothing(schools, threshold, generalise, random):
    shuffled = list(schools.items())
    random.shuffle(shuffled)
    how = Treatment(threshold, generalise, suppress=True)
    assert disclosed(dict(shuffled), {}, how) == disclosed(schools, {}, how)


@given(_SCHOOLS, _THRESHOLDS)
def test_what_is_told_is_the_truth_or_generalised(schools, threshold):
    outcome = disclosed(schools, {}, Treatment(threshold, EVERYTHING, suppress=True))
    for school, told in outcome.told.items():
        true = schools[school]
        assert told.region in (true.region, ANY)
        assert sorted(part.programme_year for part in told.parts) == sorted(part.programme_year for part in true.parts)
        for name in ("cohort", "offer", "status"):
            said = sorted(getattr(part, name) for part in told.parts)
            assert said in (sorted(getattr(part, name) for part in true.parts), [ANY] * len(true.parts))


def test_small_cells_are_merged_by_region_and_the_large_one_keeps_its_own():
    schools = some(6, "London") | some(3, "Kent", 10) | some(2, "Devon", 20)
    outcome = disclosed(schools, {}, Treatment(5, EVERYTHING, suppress=True))
    assert Counter(told.region for told in outcome.told.values()) == {"London": 6, ANY: 5}
    assert (outcome.smallest_before, outcome.smallest, outcome.generalised, outcome.suppressed) == (2, 5, 5, 0)


def test_a_school_that_stays_alone_is_left_out():
    schools = some(6, "London") | some(1, "Kent", 10, cohort="existing")
    outcome = disclosed(schools, {}, Treatment(5, EVERYTHING, suppress=True))
    assert (len(outcome.told), outcome.suppressed, reasons(outcome, 5)) == (6, 1, [])


def test_what_is_only_counted_does_not_pass_while_a_cell_is_small():
    outcome = disclosed(some(6, "London") | some(4, "Kent", 10), {}, Treatment(5, frozenset(), suppress=False))
    assert reasons(outcome, 5) == ["The smallest cell has 4 of the 5 schools that it must have at least."]


def test_nothing_left_does_not_pass():
    outcome = disclosed(some(4, "London"), {}, Treatment(5, EVERYTHING, suppress=True))
    assert reasons(outcome, 5) == ["No school is left in it: every cell is smaller than the threshold."]


def test_one_school_that_joined_since_the_last_release_is_not_told_apart_by_it():
    before = as_released(some(6, "London"))
    outcome = disclosed(some(7, "London"), earlier([before]), Treatment(5, EVERYTHING, suppress=True))
    assert set(outcome.told) == set(before)


def test_what_changes_for_one_school_between_releases_is_not_told_of_it():
    before = as_released(some(12, "London"))
    now = some(12, "London") | some(1, "London", status="withdrawn")
    outcome = disclosed(now, earlier([before]), Treatment(5, EVERYTHING, suppress=True))
    assert "s0" not in outcome.told
    assert len(outcome.told) == 11
