from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import permutations
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from services.assessment_api.main import SERVICE
from services.assessment_api.participations.models import Participation, ProjectMember
from services.assessment_api.participations.service import follow_participation
from shared.contracts.event import CloudEvent
from shared.contracts.partnership.participations import (
    ParticipationConfirmed,
    ParticipationSelected,
    ParticipationStatus,
    ParticipationWithdrawn,
)
from shared.contracts.partnership.projects import MemberJoined, MemberLeft
from shared.kit.commands import followers_of
from shared.kit.db import PooledDatabase
from shared.kit.rebuild import rebuild
from shared.kit.subscriber import Follower
from tests.assessment_api.owner import Owner, a_member, a_participation, told
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served
from tests.support.settings import settings_for


def a_life() -> list[CloudEvent]:
    """A school that is selected, confirms, and withdraws."""
    school = a_participation(status="selected", version=1)
    return [
        told(ParticipationSelected(data=school)),
        told(
            ParticipationConfirmed(
                data=school.model_copy(update={"status": ParticipationStatus.CONFIRMED, "version": 2})
            )
        ),
        told(
            ParticipationWithdrawn(
                data=school.model_copy(update={"status": ParticipationStatus.WITHDRAWN, "version": 3})
            )
        ),
    ]


async def projected(database: Any) -> list[tuple[Any, ...]]:
    async with database.transaction() as session:
        schools = select(Participation.participation_id, Participation.status, Participation.source_version)
        members = select(ProjectMember.member_id, ProjectMember.left_on, ProjectMember.source_version)
        return [tuple(row) for query in (schools, members) for row in (await session.execute(query)).all()]


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_in_whatever_order_events_come_the_newest_version_stays(assessment: Served, order: tuple[int, ...]):
    life = a_life()
    async with assessment.database.transaction() as session:
        for place in order:
            await follow_participation(session, life[place])
    assert [row[1:] for row in await projected(assessment.database)] == [("withdrawn", 3)]


async def test_an_event_told_twice_changes_nothing_more(assessment: Served):
    [selected, *_] = a_life()
    async with assessment.database.transaction() as session:
        await follow_participation(session, selected)
        await follow_participation(session, selected)
    assert [row[1:] for row in await projected(assessment.database)] == [("selected", 1)]


async def test_a_participation_is_kept_with_what_the_owner_said_of_it(assessment: Served):
    school = a_participation()
    async with assessment.database.transaction() as session:
        await follow_participation(session, told(ParticipationConfirmed(data=school)))
        kept = await session.get_one(Participation, school.id)
        kept_as_said = (
            "project_id", "icb_code", "la_code", "urn", "school_name", "programme_year", "cohort", "offer",
            "confirmed_at",
        )  # fmt: skip
        for name in kept_as_said:
            assert getattr(kept, name) == getattr(school, name), name


@asynccontextmanager
async def following(databases: Databases, network: Network) -> AsyncIterator[tuple[PooledDatabase, Follower]]:
    """A follower as the command makes it, on a database of its own."""
    async with databases.copy(SERVICE) as url, httpx.AsyncClient(transport=network) as client:
        settings = settings_for(SERVICE, url, write_connections=1)
        database = PooledDatabase(settings)
        follower, _ = followers_of(SERVICE, settings, database, client)
        yield database, follower
        await database.close()


async def test_the_feed_is_applied_once_however_often_it_is_read(databases: Databases, network: Network, owner: Owner):
    member = a_member()
    left = member.model_copy(update={"left_on": member.joined_on, "version": 2})
    owner.events = [*a_life(), told(MemberJoined(data=member)), told(MemberLeft(data=left))]
    async with following(databases, network) as (database, follower):
        assert await follower.catch_up() == 5
        assert await follower.catch_up() == 0
        assert [row[1:] for row in await projected(database)] == [("withdrawn", 3), (member.joined_on, 2)]


async def test_a_rebuild_from_the_beginning_gives_the_same_tables(databases: Databases, network: Network, owner: Owner):
    owner.events = [*a_life(), told(MemberJoined(data=a_member()))]
    async with following(databases, network) as (database, follower):
        await follower.catch_up()
        before = await projected(database)
        said: list[str] = []
        await rebuild(database, SERVICE.projections, [follower], said.append)
        assert said == ["partnership: 4 events applied of about 4", "The projections are changed over."]
        assert await follower.catch_up() == 0
        assert await projected(database) == before
