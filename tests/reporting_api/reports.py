"""Quarterly reports as a board, its partners and the national team work on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import insert

from services.reporting_api import reference
from services.reporting_api.dashboards.parts import SOURCES
from shared.contracts.event import Event
from shared.contracts.partnership import delivery_plans
from shared.kit.clock import utc_now
from shared.kit.columns import new_id
from shared.kit.db import Database
from shared.kit.tables import consumer_cursors
from tests.reporting_api import facts
from tests.support.serving import Served

BOARD, NATIONAL, COUNCIL = "icb:QWO", "national:dfe", "la:383"
TO_COME = "2199-06-30"
REQUIRED = [each.code for each in reference.report_templates()["2025-26"].sections if each.required]


def quarter(number: int, due: date | None = None) -> dict[str, Any]:
    months = [(date(2025, 4, 1), date(2025, 6, 30)), (date(2025, 7, 1), date(2025, 9, 30))]
    months += [(date(2025, 10, 1), date(2025, 12, 31)), (date(2026, 1, 1), date(2026, 3, 31))]
    dues = [date(2025, 7, 31), date(2025, 10, 31), date(2026, 1, 31), date(2026, 4, 30)]
    starts_on, ends_on = months[number - 1]
    due_on = due or dues[number - 1]
    return {"number": number, "starts_on": starts_on, "ends_on": ends_on, "report_due_on": due_on, "illustrative": True}


def year_of_quarters(numbers: Iterable[int] = (1, 2, 3, 4), **given: Any) -> Event:
    return facts.year(**{"quarters": [quarter(number) for number in numbers]} | given)


def plan(of: Event, number: int = 1, status: str = "approved", **given: Any) -> Event:
    data = {
        "id": new_id(),
        "project_id": of.data.id,
        "icb_code": of.data.icb_code,
        "programme_year": of.data.programme_year,
        "version_number": number,
        "status": status,
        "support": [],
        "commissioning": [],
        "funding": [],
        "partner_arrangements": None,
        "selection_process": None,
        "engagement": None,
        "risks": [],
        "submitted_at": None,
        "signed_off_at": None,
        "reviewed_at": None,
        "superseded_at": None,
        "version": 3,
        "created_at": facts.THEN,
        "updated_at": facts.THEN,
    }
    return delivery_plans.DeliveryPlanApproved(data=delivery_plans.DeliveryPlan(**data | given))


async def read_to_their_ends(database: Database, sources: Iterable[str] = SOURCES) -> None:
    """As if each feed had been followed to its end."""
    rows = [{"source": name, "cursor": f"{name}-7", "applied": 7, "as_of": utc_now()} for name in sources]
    async with database.transaction() as session:
        await session.execute(insert(consumer_cursors), rows)


@dataclass
class Reports:
    """What callers do; `on` is what was read before, and says the version."""

    served: Served

    async def act(
        self, who: str, path: str, body: Any = None, *, on: dict | None = None, method: str = "POST"
    ) -> httpx.Response:
        headers = {"If-Match": f'"{on["version"]}"'} if on else {}
        return await self.served.as_(who).request(method, path, json=body, headers=headers)

    async def of(self, project: UUID, number: int = 1, who: str = NATIONAL) -> dict:
        return done(await self.served.as_(who).get(f"/v1/projects/{project}/quarterly-reports/{number}"))

    async def see(self, report: dict, who: str = NATIONAL) -> httpx.Response:
        return await self.served.as_(who).get(f"/v1/quarterly-reports/{report['id']}")

    async def part(self, report: dict, what: str, who: str = NATIONAL) -> Any:
        return done(await self.served.as_(who).get(f"/v1/quarterly-reports/{report['id']}/{what}"))

    async def do(self, report: dict, what: str, body: Any = None, who: str = BOARD) -> httpx.Response:
        return await self.act(who, f"/v1/quarterly-reports/{report['id']}/{what}", body, on=report)

    async def save(self, report: dict, texts: dict[str, str | None], who: str = BOARD) -> httpx.Response:
        sections = [{"section": code, "text": text} for code, text in texts.items()]
        path = f"/v1/quarterly-reports/{report['id']}/sections"
        return await self.act(who, path, {"sections": sections}, on=report, method="PATCH")

    async def written(self, report: dict) -> dict:
        return done(await self.save(report, dict.fromkeys(REQUIRED, "It went as planned.")))

    async def ready(self, report: dict) -> dict:
        return done(await self.do(await self.written(report), "readiness"))

    async def submitted(self, report: dict) -> dict:
        return done(await self.do(await self.ready(report), "submission"))

    async def ask(self, project: UUID, organisation: str = COUNCIL, who: str = BOARD, **given: Any) -> httpx.Response:
        return await self.act(who, f"/v1/projects/{project}/update-requests", question(organisation, **given))


def question(organisation: str = COUNCIL, **given: Any) -> dict:
    return {"organisation": organisation, "question": "Which schools did you visit?", "due_on": TO_COME} | given


def done(answer: httpx.Response, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def refused(answer: httpx.Response, status: int, problem: str) -> list[dict]:
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (status, problem), answer.text
    return answer.json()["errors"]
