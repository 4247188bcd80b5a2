"""Random legal and illegal steps of plan, sign-off, review, memorandum and release, beside a small model of the rules.

The service never disagrees with the model on whether a step is allowed, nor on where everything stands after it.
"""

import random
from dataclasses import dataclass
from typing import Any

import pytest

from tests.support.agreement import NATIONAL, NHSE, act, partnership_of, review, sections
from tests.support.agreement_model import ALLOCATED, OPEN, Model
from tests.support.funding import allocate, allocation
from tests.support.partnership import done
from tests.support.serving import Served

STEPS = 150
ANY_STEP = (
    "start", "save", "submit", "revise", "sign", "decline", "review", "answer", "draft", "amend", "memo", "allot",
    "tranche", "release",
)  # fmt: skip


@dataclass
class Player:
    """Takes each step in the model and in the service, and holds what they say against each other."""

    partnership: Served
    project: dict[str, Any]
    model: Model
    chance: random.Random

    async def all_of(self, path: str) -> list[dict[str, Any]]:
        answer = await self.partnership.as_(NATIONAL).get(f"/v1/{path}", params={"limit": "500"})
        items: list[dict[str, Any]] = done(answer, 200)["items"]
        return items

    async def step(self) -> str:
        name = self.onwards() if self.chance.random() < 0.7 else self.chance.choice(ANY_STEP)
        took = await getattr(self, name)()
        if took is not None:
            expected, answer = took
            assert answer.is_success == expected, (name, expected, answer.text)
            assert answer.is_success or answer.status_code in (403, 404, 409, 412), answer.text
        return name

    def onwards(self) -> str:
        """The step that would bring things on, so that the walk comes far enough to meet every rule."""
        newest = self.model.plans[-1].status if self.model.plans else None
        if newest is None:
            return "start"
        if newest in OPEN:
            return self.on_with_a_plan_that_is(newest)
        if not self.model.memoranda:
            return "draft"
        if self.model.memoranda[-1].status == "draft":
            return "memo"
        return self.chance.choice(["tranche", "release", "release", "amend", "revise"])

    def on_with_a_plan_that_is(self, status: str) -> str:
        """Towards its approval; now and then with another allocation, which it may then be beyond."""
        beyond = {"draft": ["save", "submit"], "signed_off": ["allot", "review", "review"]}
        if status in beyond and self.model.plans[-1].amount > self.model.allocated:
            return self.chance.choice(beyond[status])
        if self.chance.random() < 0.15:
            return "allot"
        if status != "submitted" and self.model.unanswered:
            return "answer"
        return {"draft": "submit", "submitted": "sign", "signed_off": "review", "changes_requested": "revise"}[status]

    async def start(self):
        path = f"/v1/projects/{self.project['id']}/delivery-plans"
        board = self.partnership.as_(f"icb:{self.project['icb_code']}")
        return self.model.start(), await board.post(path, json=sections())

    async def _some_plan(self):
        plans = await self.all_of("delivery-plans")
        if not plans:
            return None, None
        # The newest is the most likely to have a step ahead of it.
        place = self.chance.choice([len(plans) - 1, len(plans) - 1, self.chance.randrange(len(plans))])
        return place, next(each for each in plans if each["version_number"] == place + 1)

    async def save(self):
        place, plan = await self._some_plan()
        if plan is None:
            return None
        amount = self.chance.choice([0, 999, 1000, 1001])
        board = self.partnership.as_(f"icb:{self.project['icb_code']}")
        body, match = {"funding": sections(amount)["funding"]}, {"If-Match": f'"{plan["version"]}"'}
        answer = await board.patch(f"/v1/delivery-plans/{plan['id']}", json=body, headers=match)
        return self.model.save(place, amount), answer

    async def submit(self):
        return await self._with_plan("submission", self.model.submit)

    async def revise(self):
        return await self._with_plan("revision", self.model.revise)

    async def _with_plan(self, what: str, in_model):
        place, plan = await self._some_plan()
        if plan is None:
            return None
        board = f"icb:{self.project['icb_code']}"
        answer = await act(self.partnership, board, f"/v1/delivery-plans/{plan['id']}/{what}", on=plan)
        return in_model(place), answer

    async def sign(self):
        return await self._give("signature", "signed", None)

    async def decline(self):
        return await self._give("refusal", "declined", {"reason": "Not like this."})

    async def _give(self, what: str, said: str, body):
        place, plan = await self._some_plan()
        asked = [each for each in await self.all_of("sign-offs") if plan and each["delivery_plan_id"] == plan["id"]]
        if not asked:
            return None
        still = [each for each in asked if each["status"] == "awaited"]
        of = self.chance.choice(still or asked)
        by = self.chance.choice([of["organisation"]] * 9 + self.model.partners)
        answer = await act(self.partnership, by, f"/v1/sign-offs/{of['id']}/{what}", body, on=of)
        return self.model.sign(place, of["organisation"], by, said), answer

    async def review(self):
        place, plan = await self._some_plan()
        if plan is None:
            return None
        asks = self.chance.choice([0, 0, 0, 1, 2])
        answer = await review(self.partnership, plan, *(f"Change {number}." for number in range(asks)))
        return self.model.review(place, asks), answer

    async def answer(self):
        points = await self.all_of("review-points")
        if not points:
            return None
        place = self.chance.choice([min(self.model.unanswered, default=0), self.chance.randrange(len(points))])
        board = f"icb:{self.project['icb_code']}"
        path, body = f"/v1/review-points/{points[place]['id']}/answer", {"answer": "Done."}
        return self.model.answer(place), await act(self.partnership, board, path, body, on=points[place])

    async def draft(self):
        return self.model.draft(), await act(self.partnership, NATIONAL, f"/v1/projects/{self.project['id']}/memoranda")

    async def amend(self):
        return await self._with_memorandum(
            "amendment", f"icb:{self.project['icb_code']}", lambda place, _: self.model.amend(place)
        )

    async def memo(self):
        party = self.chance.choice([f"icb:{self.project['icb_code']}", NATIONAL, NHSE])
        return await self._with_memorandum("signature", party, self.model.sign_memorandum)

    async def _with_memorandum(self, what: str, by: str, in_model):
        memoranda = await self.all_of("memoranda")
        if not memoranda:
            return None
        place = self.chance.choice([len(memoranda) - 1, self.chance.randrange(len(memoranda))])
        one = next(each for each in memoranda if each["version_number"] == place + 1)
        answer = await act(self.partnership, by, f"/v1/memoranda/{one['id']}/{what}", on=one)
        return in_model(place, by), answer

    async def allot(self):
        amount, path = self.chance.choice([950, 1000, 1001]), f"/v1/projects/{self.project['id']}/allocation"
        national = self.partnership.as_(NATIONAL)
        match = {"If-Match": (await national.get(path)).headers["etag"]}
        answer = await national.put(path, json=allocation(amount), headers=match)
        return self.model.allot(amount), answer

    async def tranche(self):
        amount = self.chance.choice([1, 300, 999])
        body = {"amount_pence": amount, "planned_on": "2025-09-01"}
        path = f"/v1/projects/{self.project['id']}/releases"
        return self.model.plan_tranche(amount), await act(self.partnership, NATIONAL, path, body)

    async def release(self):
        tranches = await self.all_of("releases")
        if not tranches:
            return None
        place = self.chance.randrange(len(tranches))
        one = next(each for each in tranches if each["number"] == place + 1)
        answer = await act(self.partnership, NATIONAL, f"/v1/releases/{one['id']}/release", on=one)
        return self.model.release(place), answer

    async def compare(self) -> None:
        """Everything stands where the model says."""
        project = done(await self.partnership.as_(NATIONAL).get(f"/v1/projects/{self.project['id']}"), 200)
        assert project["status"] == self.model.project
        plans = sorted(await self.all_of("delivery-plans"), key=lambda each: each["version_number"])
        assert [each["status"] for each in plans] == [each.status for each in self.model.plans]
        assert [sum(line["amount_pence"] for line in each["funding"]) for each in plans] == [
            each.amount for each in self.model.plans
        ]
        numbers = {each["id"]: each["version_number"] - 1 for each in plans}
        found: list[dict[str, str]] = [{} for _ in plans]
        for each in await self.all_of("sign-offs"):
            found[numbers[each["delivery_plan_id"]]][each["organisation"]] = each["status"]
        assert found == [each.signatures for each in self.model.plans]
        memoranda = sorted(await self.all_of("memoranda"), key=lambda each: each["version_number"])
        assert [each["status"] for each in memoranda] == [each.status for each in self.model.memoranda]
        released = sum(pence for pence, status in self.model.tranches if status == "released")
        money = await self.partnership.as_(NATIONAL).get(f"/v1/projects/{self.project['id']}/funding")
        assert done(money, 200)["released_pence"] == released


@pytest.mark.parametrize("seed", range(6))
async def test_the_service_never_disagrees_with_the_rules(partnership: Served, seed: int):
    project, partners = await partnership_of(partnership)
    await allocate(partnership, project, ALLOCATED)
    player = Player(partnership, project, Model(partners), random.Random(seed))
    for _ in range(STEPS):
        await player.step()
        await player.compare()
    assert player.model.project == "mou_agreed", "the walk came far enough to meet every rule"
