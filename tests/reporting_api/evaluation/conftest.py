"""An evaluation that runs today, of schools in four regions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import insert

from shared.contracts.event import Event
from shared.kit.clock import today, utc_now
from shared.kit.columns import new_id
from shared.kit.tables import consumer_cursors
from tests.reporting_api import facts
from tests.reporting_api.conftest import Reporting

EVALUATOR, ANOTHER, TEAM = "evaluator:ace", "evaluator:other", "national:dfe"
PROVIDER = "provider:00000000-0000-7000-8000-000000000000"
LEEDS, CAMDEN, KENT, DEVON = "383", "202", "886", "878"
Resource = dict[str, Any]


@dataclass
class Evaluated:
    """reporting_api with an evaluation, and what its callers do."""

    reporting: Any
    evaluation: Resource
    project: Event
    group: str

    def as_(self, organisation: str) -> httpx.AsyncClient:
        return self.reporting.as_(organisation)

    async def post(self, who: str, path: str, body: Resource | None = None, on: Resource | None = None) -> Any:
        headers = {"If-Match": f'"{on["version"]}"'} if on else {}
        return await self.as_(who).post(path, json=body, headers=headers)

    async def get(self, who: str, path: str) -> Any:
        return await self.as_(who).get(path)

    async def asked(self, organisation: str = "la:383", **given: Any) -> Resource:
        return done(await self.ask(organisation, **given), 201)

    async def ask(self, organisation: str, who: str = EVALUATOR, **given: Any) -> Any:
        body = {
            "asked": organisation,
            "questions": ["implementation_and_barriers"],
            "asks": "What stood in the way?",
            "due_on": in_days(30),
        }
        return await self.post(who, f"/v1/evaluations/{self.evaluation['id']}/information-requests", body | given)

    async def answer(self, who: str, on: Resource, **given: Any) -> Any:
        body = {"answer": "Cover for staff.", "attachments": []} | given
        return await self.post(who, f"/v1/information-requests/{on['id']}/answer", body, on)

    async def extract(self, *tables: str) -> Resource:
        body = {
            "tables": list(tables) or ["schools"],
            "questions": ["lasting_benefit"],
            "purpose": "Whether scores rise.",
        }
        path = f"/v1/evaluations/{self.evaluation['id']}/extracts"
        return done(await self.post(EVALUATOR, path, body), 201)

    async def step(self, who: str, on: Resource, name: str, body: Resource | None = None) -> Any:
        return await self.post(who, f"/v1/extracts/{on['id']}/{name}", body, on)

    async def released(self, *tables: str) -> Resource:
        checked = done(await self.step(TEAM, await self.extract(*tables), "check", {}))
        return done(await self.step(TEAM, checked, "release"))

    async def download(self, on: Resource, table: str = "schools", form: str = "ndjson", who: str = EVALUATOR) -> Any:
        return await self.post(who, f"/v1/extracts/{on['id']}/downloads", {"table": table, "form": form})


def done(answer: httpx.Response, code: int = 200) -> Resource:
    assert answer.status_code == code, answer.text
    found: Resource = answer.json()
    return found


def in_days(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def evaluators() -> Iterator[Event]:
    return (facts.evaluator(each.partition(":")[2]) for each in (EVALUATOR, ANOTHER))


def running_year(**given: Any) -> Event:
    ends = today() + timedelta(days=400)
    return facts.year(starts_on=date(2025, 4, 1), ends_on=date(2026, 3, 31), evaluation_ends_on=ends, **given)


def schools(project: Event, *many: tuple[str, str, int], first: int = 100_000) -> Iterator[Event]:
    """So many confirmed schools of an authority and a cohort, for each that is given, with numbers of their own."""
    urn = first
    for la_code, cohort, number in many:
        for _ in range(number):
            given = {"la_code": la_code, "cohort": cohort, "urn": str(urn), "school_name": f"School {urn}"}
            yield facts.participation(project, **given)
            urn += 1


async def evaluation_of(reporting: Any, **given: Any) -> Resource:
    body = {
        "title": "How the programme went",
        "evaluator": EVALUATOR,
        "programme_years": ["2025-26"],
        "starts_on": in_days(-10),
        "ends_on": in_days(300),
    }
    return done(await reporting.as_(TEAM).post("/v1/evaluations", json=body | given), 201)


async def told_of_a_project(reporting: Any, *many: tuple[str, str, int]) -> tuple[Event, str]:
    """A project of QWO with an authority and a parent carer group as members, and these schools."""
    project, group = facts.project(), f"pcg:{new_id()}"
    members = [facts.member(project), facts.member(project, organisation=group, kind="parent_carer_group")]
    await reporting.told(*evaluators(), running_year(), project, *members, *schools(project, *many))
    sources = ("partnership", "assessment", "commissioning")
    async with reporting.database.transaction() as session:
        await session.execute(insert(consumer_cursors), [{"source": each, "as_of": utc_now()} for each in sources])
    return project, group


@pytest.fixture
async def evaluated(reporting: Reporting) -> Evaluated:
    project, group = await told_of_a_project(
        reporting, (LEEDS, "new", 6), (CAMDEN, "new", 3), (KENT, "new", 3), (DEVON, "existing", 1)
    )
    return Evaluated(reporting, await evaluation_of(reporting), project, group)
