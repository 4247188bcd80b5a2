"""Sums of surveys: of what is published of each school alone, so no table of them says more than the schools' own."""

from itertools import product
from random import Random

import pytest

from services.assessment_api.suppression import Question, publishable, published_question
from tests.assessment_api.analysis import facts
from tests.assessment_api.analysis.conftest import Analysing
from tests.assessment_api.analysis.populations import DOMAINS, School, callers, events, population
from tests.assessment_api.analysis.span import Form, Span, total

TERMS = ("autumn", "spring")
Asked = tuple[int, str, str]
"""One question: the school, the term, the domain that the question is of."""
Cell = tuple[Asked, str, int]
SIDES = (("favourable", 2), ("others", 3))


def _cells(asked: Asked, side: str) -> list[Cell]:
    return [(asked, side, place) for place in range(dict(SIDES)[side])]


def _answered(random: Random, schools: list[School]) -> dict[Asked, dict[str, list[int]]]:
    """What parent carers answered: often few, so that much is hidden."""
    asked = [(school.number, term, domain) for school in schools for term in TERMS for domain in DOMAINS]
    return {
        each: {side: [random.choice([0, 1, 3, 6, 9]) for _ in range(number)] for side, number in SIDES}
        for each in asked
        if random.random() < 0.7
    }


def _of_each_school(said: dict[Asked, Question]) -> Span:
    """What is published of every school's survey, counts and sums."""
    span = Span()
    for asked, question in said.items():
        for side, shown, summed in (
            ("favourable", question.favourable_cells, question.favourable),
            ("others", question.other_cells, question.others),
        ):
            cells = _cells(asked, side)
            for cell, count in zip(cells, shown, strict=True):
                if count is not None:
                    span.add({cell: 1})
            if summed is not None:
                span.add(total(cells))
    return span


def _sum(said: dict[Asked, Question], numbers: set[int], domain: str, sides: tuple[str, ...]) -> tuple[Form, int]:
    """What a table's sum is of, and comes to: the published questions of these schools on one domain."""
    asked = [each for each in said if each[0] in numbers and each[2] == domain and said[each].favourable is not None]
    form = total(cell for each, side in product(asked, sides) for cell in _cells(each, side))
    return form, sum(getattr(said[each], side) for each, side in product(asked, sides))


@pytest.mark.parametrize("seed", [1, 2])
async def test_nothing_hidden_follows_from_the_sums_and_what_is_published_of_each_school(
    analysing: Analysing, seed: int
):
    random = Random(seed)
    schools = population(random, 30)
    answered = _answered(random, schools)
    said = {asked: published_question(of["favourable"], of["others"], 5) for asked, of in answered.items()}
    by_number = {int(event.data.urn) - 100_000: event for event in events(schools) if "participation" in event.type}
    surveys = [
        facts.survey(
            by_number[school.number],
            *(
                (domain, question.favourable, question.others)
                for domain in DOMAINS
                if (question := said.get((school.number, term, domain)))
            ),
            term=term,
        )
        for school, term in product(schools, TERMS)
    ]
    await analysing.told(*by_number.values(), *surveys)

    before, together = _of_each_school(said), _of_each_school(said)
    for path, inside in (
        ("nation", lambda _: True),
        *((f"projects/{facts.project_id(number)}", lambda one, n=number: one.project == n) for number in range(3)),
        *((f"local-authorities/{code}", lambda one, c=code: one.authority == c) for code in ("381", "382", "384")),
    ):
        numbers = {school.number for school in schools if inside(school)}
        for row in (await analysing.one(f"/v1/analysis/{path}"))["surveys"]:
            for name, sides in (("favourable", ("favourable",)), ("answers", ("favourable", "others"))):
                form, value = _sum(said, numbers, row["domain"], sides)
                assert row[name] == value, (path, row)
                together.add(form)

    hidden = 0
    for asked, of in answered.items():
        for side, place in ((side, place) for side, number in SIDES for place in range(number)):
            cell: Form = {(asked, side, place): 1}
            if publishable(of[side][place], 5) is None:
                hidden += 1
                assert not together.gives(cell), (asked, side, place)
            assert together.gives(cell) == before.gives(cell)
    assert hidden > 10


async def test_everybody_is_shown_the_same_sums_of_surveys(analysing: Analysing):
    schools = population(Random(3), 30)
    told = list(events(schools))
    taking_part = [event for event in told if "participation" in event.type]
    await analysing.told(*(event for event in told if facts.source_of(event) == "partnership"))
    await analysing.told(*(facts.survey(school, ("environment", 6, 7)) for school in taking_part[:3]))
    shown = [(await analysing.nation(asking.organisation))["surveys"] for asking in callers(schools)]
    assert shown == [(await analysing.nation())["surveys"]] * len(shown)
    assert shown[0][0]["answers"] == 39
