"""Whether a database is as this release needs it: told by the names of the migrations, without Alembic."""

from pathlib import Path

from shared.kit.db import Database


def before_head(folder: Path) -> frozenset[str]:
    """Every migration of a service that there is but the newest: their files begin with their numbers."""
    numbers = sorted(path.name.split("_")[0] for path in (folder / "migrations" / "versions").glob("[0-9]*_*.py"))
    return frozenset(numbers[:-1])


async def must_be_at_least(database: Database, older: frozenset[str]) -> None:
    """Raise if the database is at one of these, or at none.

    One that this code does not know is a newer release's, which migrates while this one is still served: a release
    works with the tables of the next.
    """
    async with database.reading() as connection:
        found = await connection.fetchval("select version_num from alembic_version")
    if found is None or found in older:
        raise RuntimeError("the database is not at the newest migration")
