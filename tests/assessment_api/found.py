"""Findings for tests, made as the sources make them: by renewing what a source says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from services.assessment_api.findings import service
from services.assessment_api.findings.rules import Said
from shared.contracts.assessment.findings import FindingScope, FindingSource
from shared.contracts.partnership.participations import Participation
from shared.contracts.roles import Kind
from shared.kit.auth import Actor
from shared.kit.db import Database

SCHOOL = Actor(Kind.SCHOOL, "107866", "client", frozenset(), "token")


@dataclass
class Place:
    """What a row of a school has, as `OfASchool` holds it."""

    participation_id: UUID
    project_id: UUID
    icb_code: str
    la_code: str
    urn: str
    programme_year: str


def place_of(school: Participation) -> Any:
    return Place(school.id, school.project_id, school.icb_code, school.la_code, school.urn, school.programme_year)


def on_domain(domain: str, need: float, statement: str = "Rated in the middle.") -> Said:
    return Said(FindingScope.DOMAIN, domain, None, statement, need)


def on_question(domain: str, question: str, need: float) -> Said:
    return Said(FindingScope.QUESTION, domain, question, f"On {question}.", need)


def theme(domain: str, need: float, statement: str = "Lunch is loud.") -> Said:
    return Said(FindingScope.THEME, domain, None, statement, need)


async def renew(
    database: Database,
    school: Participation,
    said: Sequence[Said],
    source: FindingSource = FindingSource.SELF_ASSESSMENT,
    source_id: UUID | None = None,
    occasion: str = "baseline",
) -> UUID:
    """Let one source of a school say this now; its id."""
    source_id = source_id or uuid4()
    async with database.transaction() as session:
        await service.renew(session, place_of(school), source, source_id, occasion, said, SCHOOL)
    return source_id
