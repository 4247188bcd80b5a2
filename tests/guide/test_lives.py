"""The life of each resource, as its model declares it, is the one that it lives."""

from enum import StrEnum

import pytest

from docs.building.lives import lives_of, refusal_from
from docs.building.platform import SERVICES
from services.partnership_api.delivery_plans.models import DeliveryPlan
from shared.contracts.partnership.delivery_plans import PlanStatus
from shared.kit.errors import Conflict
from shared.kit.lives import UndeclaredStep, moves, stepping

LIVES = [life for service in SERVICES for life in lives_of(service)]


class Light(StrEnum):
    RED = "red"
    GREEN = "green"


class Lamp:
    def __init__(self) -> None:
        self.status = Light.RED

    @moves(Light.RED, to=Light.GREEN, by="switch_lamp")
    def switch(self) -> None:
        self.status = Light.RED if self.status is Light.GREEN else Light.GREEN


def test_a_step_that_is_not_declared_is_a_fault():
    lamp = Lamp()
    lamp.switch()
    assert lamp.status is Light.GREEN
    with pytest.raises(UndeclaredStep, match=r"Lamp\.switch: green to red"):
        lamp.switch()


def test_steps_are_found_on_the_methods_that_take_them():
    assert [(name, steps[0].by) for name, steps in stepping(Lamp)] == [("switch", ("switch_lamp",))]


def test_whoever_takes_a_step_is_an_operation_or_said_in_words():
    operations = {name for service in SERVICES for name in service.matrix}
    named = {by for life in LIVES for move in life.moves for by in move.step.by if "_" in by}
    assert named <= operations


@pytest.mark.parametrize("life", LIVES, ids=[life.slug for life in LIVES])
def test_every_status_can_be_reached_from_the_first(life):
    reached = {life.first}
    while (
        new := {str(move.step.to) for move in life.moves if reached & {str(each) for each in move.step.origins}}
        - reached
    ):
        reached |= new
    assert reached == set(life.statuses)


def test_a_step_from_elsewhere_is_refused_in_words():
    refused = [move.refusal for life in LIVES for move in life.moves if move.refusal]
    assert len(refused) > 40


def test_a_signed_plan_is_not_submitted_again():
    refusal = refusal_from(DeliveryPlan, "submit", PlanStatus.SIGNED_OFF)
    assert refusal is not None
    assert issubclass(refusal, Conflict)
