"""Whatever is planned, released, cancelled, recovered and reduced, in whatever order, the sums hold."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from services.partnership_api.funding.errors import BelowReleased, BeyondAllocation, NotReleased, ReleaseNotPlanned
from services.partnership_api.funding.models import Allocation, Release
from shared.contracts.partnership.funding import ReleaseStatus

ALLOTTED = 6  # small, so that the bounds are met often
AMOUNT, PLACE = st.integers(1, 3), st.integers(0, 2)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("plan"), AMOUNT, st.just(0)),
        st.tuples(st.just("release"), PLACE, st.just(0)),
        st.tuples(st.just("cancel"), PLACE, st.just(0)),
        st.tuples(st.just("recover"), PLACE, AMOUNT),
        st.tuples(st.just("reduce"), st.integers(0, ALLOTTED), st.just(0)),
    ),
    min_size=15,
    max_size=40,
)
REFUSALS = {
    "plan": BeyondAllocation,
    "release": ReleaseNotPlanned,
    "cancel": ReleaseNotPlanned,
    "recover": NotReleased,
    "reduce": BelowReleased,
}


@dataclass
class Tranche:
    """A part of the allocation, and what came back of it."""

    pence: int
    back: int = 0
    status: str = "planned"


@dataclass
class Purse:
    """The rules of R18 in as few words as they can be said."""

    amount: int = ALLOTTED
    tranches: list[Tranche] = field(default_factory=list)

    def sum_of(self, status: str) -> int:
        return sum(each.pence - each.back for each in self.tranches if each.status == status)

    @property
    def bound(self) -> int:
        return self.sum_of("planned") + self.sum_of("released")

    def allows(self, step: str, first: int, second: int) -> bool:
        if step == "plan":
            return self.bound + first <= self.amount
        if step == "reduce":
            return first >= self.bound
        tranche = self.tranches[first]
        if step == "recover":
            return tranche.status == "released" and tranche.back + second <= tranche.pence
        return tranche.status == "planned"

    def take(self, step: str, first: int, second: int) -> None:
        if step == "plan":
            self.tranches.append(Tranche(first))
        elif step == "reduce":
            self.amount = first
        elif step == "recover":
            self.tranches[first].back += second
        else:
            self.tranches[first].status = {"release": "released", "cancel": "cancelled"}[step]


def take(allocation: Allocation, tranches: list[Release], step: str, first: int, second: int) -> None:
    """The same step on the project's money."""
    if step == "plan":
        allocation.plan(first)
        tranches.append(Release(amount_pence=first, recovered_pence=0, status=ReleaseStatus.PLANNED))
    elif step == "reduce":
        allocation.must_cover(first)
        allocation.amount_pence = first
    elif step == "release":
        tranches[first].release(allocation, datetime.now(UTC))
    elif step == "cancel":
        tranches[first].cancel(allocation, "Not needed.")
    else:
        tranches[first].recover(allocation, second)


@given(STEPS)
def test_the_money_never_disagrees_with_the_rules(steps: list[tuple[str, int, int]]):
    purse, tranches = Purse(), list[Release]()
    allocation = Allocation(amount_pence=ALLOTTED, planned_pence=0, released_pence=0)
    for step, first, second in steps:
        if step in ("release", "cancel", "recover") and first >= len(tranches):
            continue
        allowed = purse.allows(step, first, second)
        if allowed:
            take(allocation, tranches, step, first, second)
            purse.take(step, first, second)
        else:
            with pytest.raises(REFUSALS[step]):
                take(allocation, tranches, step, first, second)
        assert 0 <= allocation.released_pence <= allocation.amount_pence
        assert (allocation.released_pence, allocation.planned_pence) == (
            purse.sum_of("released"),
            purse.sum_of("planned"),
        )
        assert allocation.available_pence == purse.amount - purse.bound >= 0
