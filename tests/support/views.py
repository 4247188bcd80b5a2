"""What PostgreSQL builds for a view is what the view's contract says, for every view of a service."""

import json
from importlib import import_module
from pathlib import Path

from sqlalchemy import select

from shared.kit.reads import View, json_row
from shared.kit.service import Service
from tests.support.databases import RolledBackDatabase


def views_of(service: Service) -> dict[str, View]:
    """Every view that the features of a service state in their `queries.py`, by a name to show."""
    found: dict[str, View] = {}
    for path in sorted(Path(service.folder).glob("*/queries.py")):
        module = import_module(f"services.{service.folder.name}.{path.parent.name}.queries")
        found |= {
            f"{path.parent.name}.{name}": value for name, value in vars(module).items() if isinstance(value, View)
        }
    return found


async def assert_rows_match_the_contract(database: RolledBackDatabase, view: View) -> None:
    """Every row's JSON from PostgreSQL parses to what Pydantic makes of the same row; there must be at least one."""
    columns = [view.column(name).label(name) for name in view.fields]
    source = view.model if view.source is None else view.source
    async with database.transaction() as session:
        rows = (await session.execute(select(json_row(view), *columns).select_from(source))).mappings().all()
    assert rows, "This view has no row to compare: add one to the test's data."
    for row in rows:
        expected = view.contract.model_validate(dict(row)).model_dump(mode="json")
        assert json.loads(row["body"]) == expected
