"""Importing the two files of GIAS. The same file again changes nothing and announces nothing."""

import json
from collections.abc import AsyncIterable, AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, cast

from sqlalchemy import DateTime, Table, TableClause, and_, case, cast as as_type, insert, literal, select, true
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from services.partnership_api.organisations.models import LocalAuthority
from shared.contracts.partnership import schools as contract
from shared.kit import outbox, tabular
from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.columns import ORGANISATION
from shared.kit.reads import json_row
from shared.kit.tables import events
from shared.kit.uploads import of_file

from . import schemas, staging
from .gias import Establishment, read_establishments
from .links import Link, read_links
from .models import School, SchoolLink
from .queries import SCHOOLS
from .rules import eligibility
from .staging import ADDED, CHANGED, CLOSED, Upload

_CLOSED_STATUS = 2
_ANNOUNCED = {ADDED: contract.SchoolAdded, CHANGED: contract.SchoolChanged, CLOSED: contract.SchoolClosed}


def _closes(stored: Table, staged: TableClause) -> Any:
    return and_(stored.c.status_code != _CLOSED_STATUS, staged.c.status_code == _CLOSED_STATUS)


_SCHOOLS = Upload(
    cast("Table", School.__table__), (*Establishment._fields, "eligibility", "eligibility_reasons"), ("urn",), _closes
)
_LINKS = Upload(cast("Table", SchoolLink.__table__), Link._fields, ("urn", "link_urn", "kind"))


class _Batch(NamedTuple):
    rows: list[tuple[Any, ...]]
    rejected: Sequence[tabular.RejectedRow]
    ignored: int
    absent: frozenset[str]


@dataclass
class _Tally:
    """What has been read of a file so far."""

    staged: int = 0
    ignored: int = 0
    rejected: int = 0
    rejected_rows: list[schemas.RejectedRow] = field(default_factory=list)
    absent: frozenset[str] = frozenset()

    def add(self, batch: _Batch) -> None:
        self.staged += len(batch.rows)
        self.ignored += batch.ignored
        self.rejected += len({each.row for each in batch.rejected})
        room = schemas.GREATEST_REJECTED - len(self.rejected_rows)
        for each in sorted(batch.rejected)[:room]:
            found = schemas.RejectedRow(row=each.row, column=each.column, code=each.code, reason=each.detail)
            self.rejected_rows.append(found)
        self.absent = batch.absent

    def report(self, counts: dict[str, int]) -> dict[str, Any]:
        """The fields that both kinds of import answer with."""
        differing = sum(counts.values())
        inserted = counts.get(ADDED, 0)
        return {
            "read": self.staged + self.ignored + self.rejected,
            "inserted": inserted,
            "updated": differing - inserted,
            "unchanged": self.staged - differing,
            "rejected": self.rejected,
            "rejected_rows": self.rejected_rows,
        }


async def import_schools(session: AsyncSession, chunks: AsyncIterable[bytes], actor: Actor) -> dict[str, Any]:
    """Take over what a file says of schools, and announce what is new, changed or closed; what was counted."""
    la_codes = frozenset(await session.scalars(select(LocalAuthority.la_code)))
    tally = await _stage(session, _SCHOOLS, _schools_of(chunks, la_codes))
    await staging.compare(session, _SCHOOLS, tally.absent)
    now = utc_now()
    counts = await staging.write(session, _SCHOOLS, tally.absent, now, {})
    await _announce(session, actor, now)
    await staging.end(session, _SCHOOLS)
    return tally.report(counts) | {"closed": counts.get(CLOSED, 0)}


async def import_links(session: AsyncSession, chunks: AsyncIterable[bytes]) -> dict[str, Any]:
    """Take over what a file says of which school followed which; what was counted."""
    tally = await _stage(session, _LINKS, _links_of(chunks))
    repeated = await staging.drop_repeated(session, _LINKS)
    tally.staged, tally.ignored = tally.staged - repeated, tally.ignored + repeated
    await staging.compare(session, _LINKS, tally.absent)
    counts = await staging.write(session, _LINKS, tally.absent, utc_now(), {"id": staging.NEW_ID})
    await staging.end(session, _LINKS)
    return tally.report(counts) | {"ignored": tally.ignored}


async def _stage(session: AsyncSession, upload: Upload, batches: AsyncIterator[_Batch]) -> _Tally:
    await staging.begin(session, upload)
    tally = _Tally()
    waiting: list[tuple[Any, ...]] = []
    try:
        async for batch in batches:
            tally.add(batch)
            waiting += batch.rows
            if len(waiting) >= staging.BATCH_ROWS:
                await staging.add(session, upload, waiting)
                waiting.clear()
    except tabular.FileRefused as refused:
        raise of_file(refused) from None
    await staging.add(session, upload, waiting)
    return tally


async def _schools_of(chunks: AsyncIterable[bytes], la_codes: frozenset[str]) -> AsyncIterator[_Batch]:
    async for batch in read_establishments(chunks):
        rows = [
            (*each, *_eligibility(each.status_code, each.phase_code, each.type_code, each.la_code in la_codes))
            for each in batch.establishments
        ]
        yield _Batch(rows, batch.rejected, 0, batch.absent)


async def _links_of(chunks: AsyncIterable[bytes]) -> AsyncIterator[_Batch]:
    async for batch in read_links(chunks):
        yield _Batch([*batch.links], batch.rejected, batch.ignored, batch.absent)


@lru_cache(maxsize=4096)
def _eligibility(status_code: int, phase_code: int, type_code: int, in_english_la: bool) -> tuple[str, str]:
    decision = eligibility(
        status_code=status_code, phase_code=phase_code, type_code=type_code, in_english_la=in_english_la
    )
    return decision.outcome, json.dumps([reason._asdict() for reason in decision.reasons])


async def _announce(session: AsyncSession, actor: Actor, now: datetime) -> None:
    """Write the events that `outbox.announce` would, one for each school that is not as it was."""
    stored, verdicts = School, _SCHOOLS.verdicts
    values: dict[str, Any] = {
        "id": staging.NEW_ID,
        "type": case({verdict: kind.type for verdict, kind in _ANNOUNCED.items()}, value=verdicts.c.verdict),
        "subject": stored.urn,
        "occurred_at": literal(now, DateTime(timezone=True)),
        "actor": literal(actor.organisation, ORGANISATION),
        "resource_version": stored.version,
        "is_public": true(),
        "la_code": stored.la_code,
        "urn": stored.urn,
        "data": as_type(json_row(SCHOOLS), JSONB),
    }
    told = select(*values.values()).join(verdicts, verdicts.c.urn == stored.urn).order_by(stored.urn)
    announced = insert(events).from_select([*values], told, include_defaults=False)
    await session.execute(outbox.with_audit(announced), outbox.asked_by(actor))
