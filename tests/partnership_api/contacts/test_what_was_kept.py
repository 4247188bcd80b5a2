"""What was logged and announced before there was an audit is in it afterwards, and the way back keeps the log."""

from collections.abc import Callable
from typing import Any

from alembic import command
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from services.partnership_api.main import SERVICE
from shared.kit import migrations
from tests.support.databases import Databases

CONTACT, ONE, LIST, EVENT = (f"0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b0{number}" for number in range(4))
LOGGED = f"""
insert into contact_reads (id, read_at, read_by, contact_id, organisations, filtered_by, covers) values
    ('{ONE}', '2025-05-01', 'national:dfe', '{CONTACT}', '{{la:383}}', '{{}}', 1),
    ('{LIST}', '2025-05-02', 'icb:QWO', null, '{{la:383,la:382}}', '{{la:383}}', 7)
"""
ANNOUNCED = f"""
insert into events (id, type, subject, occurred_at, actor, resource_version, is_public, organisations, data)
values ('{EVENT}', 'partnership.contact.added', '{CONTACT}', '2025-04-30', 'la:383', 1, false, '{{la:383}}', '{{}}')
"""
IN_THE_AUDIT = """
select id::text, kind, type, subject, actor, organisations, filtered_by, covers, resource_version
from audit_entries order by occurred_at
"""
IN_THE_LOG = (
    "select id::text, read_by, contact_id::text, organisations, filtered_by, covers from contact_reads order by 1"
)


def to(revision: str, move: Callable[..., None] = command.upgrade) -> Callable[[Connection], None]:
    def moved(connection: Connection) -> None:
        made = migrations.config(SERVICE.folder)
        made.attributes["connection"] = connection
        move(made, revision)

    return moved


async def test_the_log_of_who_read_contacts_becomes_part_of_the_audit_and_may_go_back(databases: Databases):
    url = await databases.empty()
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)
    async with engine.begin() as connection:

        async def rows(query: str) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in (await connection.execute(text(query))).all()]

        await connection.run_sync(to("0010"))
        await connection.execute(text(LOGGED))
        await connection.execute(text(ANNOUNCED))
        before = await rows(IN_THE_LOG)
        await connection.run_sync(to("0011"))
        added, one, several = await rows(IN_THE_AUDIT)
        assert added == (EVENT, "changed", "partnership.contact.added", CONTACT, "la:383", ["la:383"], [], 1, 1)
        assert one == (ONE, "read", "partnership.contact.read", CONTACT, "national:dfe", ["la:383"], [], 1, 0)
        both = ["la:383", "la:382"]
        assert several == (LIST, "read", "partnership.contacts.listed", None, "icb:QWO", both, ["la:383"], 7, 0)
        await connection.run_sync(to("0010", command.downgrade))
        assert await rows(IN_THE_LOG) == before
    await engine.dispose()
