"""Lines that were there before they had offers, findings and prices stay, forwards and backwards."""

import json
from collections.abc import Callable
from typing import Any

from alembic import command
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from services.commissioning_api.main import SERVICE
from shared.contracts.commissioning import packages as contract
from shared.kit import migrations
from tests.support.databases import Databases

ONE, OTHER, MENU, LIGHT = (f"0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b0{number}" for number in range(4))
AT = "2025-09-01T08:00:00.000000Z"
LINE: dict[str, Any] = {
    "project_id": MENU, "icb_code": "QWO", "la_code": "383", "urn": "107866", "programme_year": "2025-26",
    "menu_id": MENU, "menu_item_code": "anxiety-training", "menu_item_title": "Anxiety", "strand": "tailored_support",
    "domain": "mental_health", "hours": 3, "starts_on": "2025-10-01", "ends_on": "2025-10-31", "cost_pence": 90_000,
    "reason": "It is low.", "adds": None,
}  # fmt: skip
MENU_MADE = """
insert into menus (id, code, version, title, illustrative, programme_year, is_current, updated_at)
values (:id, 'menu', 1, 'A menu', true, '2025-26', true, now())
"""
EMBEDDING = """
insert into participations (participation_id, project_id, icb_code, la_code, urn, current_urn, school_name,
    programme_year, offer, status, source_version)
values (:id, :id, 'QWO', '383', '107866', '107866', 'Elm Park School', '2025-26', 'embedding', 'confirmed', 2)
"""
PROPOSED = "insert into package_lines select * from jsonb_populate_record(null::package_lines, cast(:line as jsonb))"
ANNOUNCED = """
insert into events (id, type, subject, occurred_at, actor, resource_version, is_public, data)
values (cast(:id as text)::uuid, 'commissioning.package-line.proposed', cast(:id as text), now(), 'icb:QWO', 1, false,
    cast(:line as jsonb))
"""


def to(revision: str, move: Callable[..., None] = command.upgrade) -> Callable[[Connection], None]:
    def moved(connection: Connection) -> None:
        made = migrations.config(SERVICE.folder)
        made.attributes["connection"] = connection
        move(made, revision)

    return moved


async def fill(connection: AsyncConnection) -> None:
    """A line that was agreed, and one of a school with the embedding offer, each as it was announced."""
    await connection.execute(text(MENU_MADE), {"id": MENU})
    await connection.execute(text(EMBEDDING), {"id": LIGHT})
    for line_id, school, status in ((ONE, MENU, "agreed"), (OTHER, LIGHT, "proposed")):
        line = LINE | {
            "id": line_id, "participation_id": school, "status": status, "version": 2, "created_at": AT,
            "updated_at": AT, "agreed_at": AT if status == "agreed" else None, "cancelled_at": None,
            "cancellation_reason": None,
        }  # fmt: skip
        await connection.execute(text(PROPOSED), {"line": json.dumps(line)})
        await connection.execute(text(ANNOUNCED), {"id": line_id, "line": json.dumps(line)})


async def rows(connection: AsyncConnection, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in (await connection.execute(text(query))).all()]


async def are_in_the_new_form(connection: AsyncConnection, version: int) -> None:
    kept = "select status, hours, cost_pence, funding_strand, finding_ids, local_offer_id, version from package_lines"
    assert await rows(connection, f"{kept} order by id") == [
        ("agreed", 3, 90_000, "tailored_support", [], None, version),
        ("proposed", 3, 90_000, "embedding", [], None, version),
    ]
    for (data,) in await rows(connection, "select data from events order by subject"):
        event = contract.PackageLineProposed(data=json.loads(data) if isinstance(data, str) else data)
        assert (event.data.cost_pence, event.data.finding_ids) == (90_000, [])


async def test_lines_stay_forwards_and_backwards(databases: Databases):
    url = (await databases.empty()).replace("postgresql://", "postgresql+asyncpg://", 1)
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(to("0005"))
        await fill(connection)
        await connection.run_sync(to("0006"))
        await are_in_the_new_form(connection, version=3)
        said = "update events set data = data || jsonb_build_object('provider_name', 'Leeds Minds')"
        await connection.execute(text(said))
        # What has been bought since had been agreed.
        await connection.execute(text("update package_lines set status = 'delivering' where status = 'agreed'"))
        await connection.run_sync(to("0005", command.downgrade))
        assert await rows(connection, "select status, hours, cost_pence from package_lines order by id") == [
            ("agreed", 3, 90_000),
            ("proposed", 3, 90_000),
        ]
        await connection.run_sync(to("0006"))
        await are_in_the_new_form(connection, version=4)
        assert await rows(connection, "select distinct data ->> 'provider_name' from events") == [("Leeds Minds",)]
        # And on to what there is now.
        await connection.run_sync(to("head"))
        assert await rows(connection, "select count(*) from package_lines") == [(2,)]
    await engine.dispose()
