"""What must hold of sessions, and how lines go: the rule as SQL against the same rule in Python."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st
from sqlalchemy import Boolean, Date, Float, Integer, bindparam, column, select, values

from services.commissioning_api.delivery import errors, rules, states
from tests.support.serving import Served

FIRST, LAST = date(2025, 10, 1), date(2025, 10, 20)


@dataclass(frozen=True)
class Goes:
    """A line of twenty days, as it stands on a day; hours in quarters."""

    on: date
    bought: float = 4
    held: float = 0
    arranged: float = 0
    completed: bool = False
    starts_on: date = FIRST
    ends_on: date = LAST

    @property
    def state(self) -> str:
        if self.completed or self.held >= self.bought:
            return "completed"
        if self.on < self.starts_on:
            return "not_due"
        if self.on > self.ends_on:
            return "overdue"
        gone = Fraction((self.on - self.starts_on).days, (self.ends_on - self.starts_on).days + 1)
        done = Fraction(self.held + self.arranged) / Fraction(self.bought)
        return "at_risk" if gone - done > Fraction(1, 4) else "on_track"


CASES = [
    (Goes(date(2025, 9, 30)), "not_due"),
    (Goes(date(2025, 9, 30), arranged=4), "not_due"),
    (Goes(date(2025, 9, 30), held=4), "completed"),
    (Goes(FIRST), "on_track"),
    # On the sixth day a quarter of the days is gone; on the seventh more than that.
    (Goes(date(2025, 10, 6)), "on_track"),
    (Goes(date(2025, 10, 7)), "at_risk"),
    (Goes(date(2025, 10, 7), held=1), "on_track"),
    (Goes(date(2025, 10, 7), arranged=0.25), "on_track"),
    (Goes(LAST, held=2, arranged=1), "on_track"),
    (Goes(LAST, held=2, arranged=0.75), "at_risk"),
    (Goes(LAST, held=4), "completed"),
    (Goes(LAST + timedelta(days=1), held=3.75), "overdue"),
    (Goes(LAST + timedelta(days=1), held=4), "completed"),
    (Goes(LAST + timedelta(days=1), completed=True), "completed"),
    (Goes(FIRST, starts_on=FIRST, ends_on=FIRST), "on_track"),
]


@pytest.mark.parametrize(("line", "state"), CASES)
def test_a_line_is_judged_by_its_days_and_hours(line: Goes, state: str):
    assert line.state == state


def in_quarters(most: int) -> st.SearchStrategy[float]:
    return st.integers(0, most * 4).map(lambda quarters: quarters / 4)


async def test_the_rule_as_sql_says_the_same(commissioning: Served):
    lines = [line for line, _ in CASES]
    for days in (1, 2, 7, 20, 181):
        ends_on = FIRST + timedelta(days=days - 1)
        lines += [
            Goes(FIRST + timedelta(days=day), hours, held, arranged, completed=False, ends_on=ends_on)
            for day in range(-1, days + 1, max(1, days // 8))
            for hours in (0.25, 3, 7.5, 30)
            for held in (0, 0.25, 2.75, 7.5)
            for arranged in (0, 1.5, 6)
        ]
    names = {
        "place": Integer, "on": Date, "bought": Float, "held": Float, "arranged": Float, "completed": Boolean,
        "starts_on": Date, "ends_on": Date,
    }  # fmt: skip
    rows = [
        (place, line.on, line.bought, line.held, line.arranged, line.completed, line.starts_on, line.ends_on)
        for place, line in enumerate(lines)
    ]
    async with commissioning.app.state.database.transaction() as session:
        for start in range(0, len(rows), 500):
            table = values(*(column(name, kind()) for name, kind in names.items()), name="lines")
            c = table.data(rows[start : start + 500]).alias("lines").c
            line = states.Line(c.completed, c.starts_on, c.ends_on, c.bought, c.held, c.arranged)
            found = await session.execute(select(c.place, states.state_of(line, c.on)))
            for place, state in found:
                assert state == lines[place].state, lines[place]


async def test_the_rule_takes_its_day_as_a_value(commissioning: Served):
    on = bindparam("on", type_=Date())
    async with commissioning.app.state.database.transaction() as session:
        names = {"completed": Boolean, "starts_on": Date, "ends_on": Date, "hours": Float}
        table = values(*(column(name, kind()) for name, kind in names.items()), name="lines")
        table = table.data([(False, FIRST, LAST, 4.0)]).alias("lines")
        c = table.c
        line = states.Line(c.completed, c.starts_on, c.ends_on, c.hours, c.hours - c.hours, c.hours - c.hours)
        statement = select(states.state_of(line, on)).select_from(table)
        for day, state in ((date(2025, 9, 30), "not_due"), (LAST, "at_risk"), (date(2025, 11, 1), "overdue")):
            assert await session.scalar(statement, {"on": day}) == state


@given(bought=in_quarters(40), arranged=in_quarters(40), wanted=in_quarters(24))
def test_hours_are_never_more_than_were_bought(bought: float, arranged: float, wanted: float):
    if wanted <= bought - arranged:
        rules.hours_must_be_left(wanted, arranged, bought)
    else:
        with pytest.raises(errors.MoreThanBought) as refused:
            rules.hours_must_be_left(wanted, arranged, bought)
        assert refused.value.detail.endswith(f" {max(bought - arranged, 0):g} are left.")


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_the_first_and_the_last_day_count(day: date):
    rules.day_must_be_in_line(day, FIRST, LAST)
    rules.day_must_have_come(day, day)


def test_days_outside_are_refused():
    for day in (FIRST - timedelta(days=1), LAST + timedelta(days=1)):
        with pytest.raises(errors.OutsideTheLine):
            rules.day_must_be_in_line(day, FIRST, LAST)
    with pytest.raises(errors.NotHeldYet):
        rules.day_must_have_come(LAST, FIRST)


def test_an_item_that_names_no_profession_is_given_by_any():
    rules.profession_must_give("Drama teacher", [])
    with pytest.raises(errors.NotThisProfession):
        rules.profession_must_give("Drama teacher", ["Educational psychologist"])


@pytest.mark.parametrize(
    ("bought", "ends_on", "refused"),
    [(3, LAST, None), (2.75, LAST, errors.LessThanArranged), (3, date(2025, 10, 9), errors.SessionsOutside)],
)
def test_a_varied_line_keeps_the_days_and_hours_of_its_sessions(
    bought: float, ends_on: date, refused: type[errors.Conflict] | None
):
    sessions = [(FIRST, 1.0), (date(2025, 10, 10), 2.0)]
    if refused is None:
        rules.sessions_must_stay(sessions, FIRST, ends_on, bought)
    else:
        with pytest.raises(refused):
            rules.sessions_must_stay(sessions, FIRST, ends_on, bought)
