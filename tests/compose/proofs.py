"""What must be true in the end: nothing lost, nothing doubled, every copy as its owner has it."""

import json
import time
from collections.abc import Iterable

from tests.compose.callers import Acknowledged
from tests.compose.engine import SERVICES, Composed

COPIES = (
    ("partnership", "programme_years", ("reporting",)),
    ("partnership", "projects", ("assessment", "commissioning", "reporting")),
    ("partnership", "project_members", ("assessment", "commissioning", "reporting")),
    ("partnership", "participations", ("assessment", "commissioning", "reporting")),
    ("partnership", "allocations", ("commissioning", "reporting")),
    ("partnership", "releases", ("commissioning", "reporting")),
    ("partnership", "delivery_plans", ("reporting",)),
    ("partnership", "memoranda", ("reporting",)),
    ("assessment", "self_assessments", ("reporting",)),
    ("assessment", "priority_sets", ("commissioning", "reporting")),
    ("commissioning", "package_lines", ("reporting",)),
    ("commissioning", "delivery_sessions", ("reporting",)),
    ("commissioning", "ledger_entries", ("reporting",)),
)
"""Whose table, its name, and which services keep a copy of it."""

_KEYS = {"projects": "project_id", "participations": "participation_id", "project_members": "member_id"}
_NOT_COPIED = {"id", "version", "updated_at", "recorded_at"}
_MADE_ALONG = {"project_members": "project_id, organisation"}
"""Tables of which a service makes rows of its own beside those of callers, and what is there once only."""
_VERSIONS_OF_THEIR_OWN = {"allocations"}
"""An allocation's version rises with what is released of it, which its releases say themselves."""
_CATCHING_UP_SECONDS = 180


class Tables:
    """The tables of all four databases, by service."""

    def __init__(self, platform: Composed) -> None:
        self.platform = platform
        self.columns: dict[str, dict[str, set[str]]] = {each: self._columns(each) for each in SERVICES}

    def _columns(self, service: str) -> dict[str, set[str]]:
        found = self.platform.rows(
            service,
            "select json_build_object(c.relname, json_agg(a.attname)) from pg_class c"
            " join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped"
            " where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition"
            " group by c.relname",
        )
        return {name: set(columns) for line in found for name, columns in json.loads(line).items()}

    def versions(self, service: str, table: str) -> dict[str, int]:
        """Each row's version by its id."""
        found = self.platform.rows(service, f'select json_build_object(id, version) from "{table}"')
        return {key: version for line in found for key, version in json.loads(line).items()}

    def with_versions(self, service: str) -> list[str]:
        """The tables of resources: those with an id and a version."""
        return sorted(name for name, columns in self.columns[service].items() if {"id", "version"} <= columns)

    def key(self, service: str, table: str) -> str:
        """What the id of the owner's row is called in a copy."""
        return next(each for each in ("id", _KEYS.get(table)) if each in self.columns[service][table])

    def version(self, service: str, table: str) -> str | None:
        """What the version of the owner's row is called in a copy; what never changes has none."""
        return next((each for each in ("version", "source_version") if each in self.columns[service][table]), None)

    def content(self, service: str, table: str, columns: Iterable[str], version: str | None) -> list[str]:
        """Every row as JSON: its key, its version and these columns, in the order of the keys."""
        listed = [f'"{self.key(service, table)}" as key', *(f'"{each}"' for each in sorted(columns))]
        listed += [f'"{version}" as at'] if version else []
        inner = f'select {", ".join(listed)} from "{table}" order by 1'
        return self.platform.rows(service, f"select row_to_json(r) from ({inner}) r")


def lost(tables: Tables, acknowledged: Iterable[Acknowledged]) -> list[Acknowledged]:
    """What a service said it had done and has not, or no longer."""
    kept = {each: _all_versions(tables, each) for each in SERVICES}
    return [each for each in acknowledged if kept[each.service].get(each.id, -1) < each.version]


def _all_versions(tables: Tables, service: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for table in tables.with_versions(service):
        found |= tables.versions(service, table)
    return found


def unasked(tables: Tables, acknowledged: Iterable[Acknowledged]) -> list[tuple[str, str, str]]:
    """Rows of a kind that callers make which no caller was ever told of: a write that was done twice."""
    listed = list(acknowledged)
    found = []
    for service in SERVICES:
        told = {each.id for each in listed if each.service == service}
        made = {each.id for each in listed if each.service == service and each.created}
        for table in tables.with_versions(service):
            there = set(tables.versions(service, table))
            if there & made and not _is_copy(service, table) and table not in _MADE_ALONG:
                found += [(service, table, each) for each in sorted(there - told)]
    return found


def _is_copy(service: str, table: str) -> bool:
    return any(table == name and service != owner for owner, name, _ in COPIES)


def there_twice(tables: Tables) -> list[str]:
    """Rows that a service makes along with others, and made twice."""
    return [
        f"{table}: {line}"
        for table, once in _MADE_ALONG.items()
        for line in tables.platform.rows(
            "partnership", f"select {once} from {table} group by {once} having count(*) > 1"
        )
    ]


def announced_twice(tables: Tables) -> list[str]:
    """Events that say the same of the same version of a resource."""
    return [
        f"{service}: {line}"
        for service in SERVICES
        for line in tables.platform.rows(
            service, "select type, subject, resource_version from events group by 1, 2, 3 having count(*) > 1"
        )
    ]


def different_copies(tables: Tables) -> list[str]:
    """Copies that are not as their owner's rows are, once the followers had the time to catch up."""
    until = time.monotonic() + _CATCHING_UP_SECONDS
    while (found := _compare(tables)) and time.monotonic() < until:
        time.sleep(2)
    return found


def compared(tables: Tables) -> list[tuple[str, str, str]]:
    """Owner, table and holder of every copy that there is."""
    return [
        (owner, table, holder)
        for owner, table, holders in COPIES
        for holder in holders
        if table in tables.columns[owner] and table in tables.columns[holder]
    ]


def _compare(tables: Tables) -> list[str]:
    found = []
    for owner, table, holder in compared(tables):
        shared = tables.columns[owner][table] & tables.columns[holder][table] - _NOT_COPIED
        versions = tables.version(owner, table), tables.version(holder, table)
        if table in _VERSIONS_OF_THEIR_OWN or None in versions:
            versions = None, None
        mine = tables.content(owner, table, shared, versions[0])
        theirs = tables.content(holder, table, shared, versions[1])
        if mine != theirs:
            differing = next((pair for pair in zip(mine, theirs, strict=False) if pair[0] != pair[1]), ("", ""))
            found.append(f"{table} of {owner} in {holder}: {len(mine)} and {len(theirs)} rows, first {differing}")
    return found
