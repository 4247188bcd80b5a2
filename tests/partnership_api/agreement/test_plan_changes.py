"""How two versions of a plan differ: a reader sees what somebody did, and no more."""

from typing import Any

from services.partnership_api.delivery_plans.rules import changes
from tests.support.agreement import act, partnership_of, sections, start_plan, submit
from tests.support.partnership import done
from tests.support.serving import Served

LINES = [{"what": what, "approach": "grant", "reason": "It is there."} for what in ("Training", "Coaching", "Visits")]


def told(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str]]:
    """Kind and pointer of each change between two plans that say the same otherwise."""
    return [(each.kind, each.pointer) for each in changes(sections() | before, sections() | after)]


def test_versions_that_say_the_same_do_not_differ():
    assert told({}, {}) == []


def test_a_line_that_is_put_in_front_changes_none_of_the_others():
    assert told({"commissioning": LINES[1:]}, {"commissioning": LINES}) == [("added", "/commissioning/0")]


def test_a_line_that_is_taken_out_is_found_at_its_place_in_the_other_version():
    [change] = changes(sections() | {"commissioning": LINES}, sections() | {"commissioning": [LINES[0], LINES[2]]})
    assert (change.kind, change.pointer, change.before, change.after) == (
        "removed",
        "/commissioning/1",
        LINES[1],
        None,
    )


def test_of_a_line_that_was_changed_only_what_differs_is_told():
    changed = [LINES[0], LINES[1] | {"reason": "It is cheaper."}, LINES[2]]
    assert told({"commissioning": LINES}, {"commissioning": changed}) == [("changed", "/commissioning/1/reason")]


def test_a_line_that_was_changed_and_one_put_before_it_are_both_told_at_their_new_places():
    changed = [LINES[0], LINES[2], LINES[1] | {"approach": "in_house"}]
    assert told({"commissioning": LINES[:2]}, {"commissioning": changed}) == [
        ("changed", "/commissioning/1/what"),
        ("added", "/commissioning/2"),
    ]


def test_a_text_that_was_empty_is_told_as_added_and_the_reverse_as_removed():
    assert told({"engagement": None}, {}) == [("added", "/engagement")]
    assert told({}, {"engagement": None}) == [("removed", "/engagement")]


async def test_the_greatest_plans_that_differ_everywhere_are_compared(partnership: Served):
    project, _ = await partnership_of(partnership)
    plan = await submit(partnership, await start_plan(partnership, project))
    board = partnership.as_("icb:QWO")
    for letter in ("a", "b"):
        plan = done(await act(partnership, "icb:QWO", f"/v1/delivery-plans/{plan['id']}/revision", on=plan))
        support = [
            {
                "kind": f"{letter}{line}",
                "domains": [f"{letter}{domain}" for domain in range(50)],
                "reach": f"{letter}{line} schools",
            }
            for line in range(100)
        ]
        changed = await board.patch(
            f"/v1/delivery-plans/{plan['id']}", json={"support": support}, headers={"If-Match": '"1"'}
        )
        plan = await submit(partnership, done(changed, 200))
    found = done(await board.get(f"/v1/delivery-plans/{plan['id']}/changes"), 200)
    assert len(found["changes"]) == 300
