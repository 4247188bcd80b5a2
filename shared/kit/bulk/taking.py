"""Rows decided one after the other, each on its own: kept, or refused with a reason, and the result told."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.bulk import GREATEST_ERRORS, GREATEST_RESULTS, BulkOutcome, BulkQuery, BulkResult, BulkRow
from shared.contracts.problem import FieldError
from shared.kit.errors import Refusal

from .asking import refused_for_itself
from .declaration import Row, Upload
from .reading import Entry, Received, said_of
from .refusals import RowsRefused


class Done(NamedTuple):
    """What a use case did with a row, or with several that belong together."""

    outcome: BulkOutcome
    id: UUID


Act = Callable[[Sequence[Row]], Awaitable[Done]]
Unit = list[Entry[Row]]


async def take(
    session: AsyncSession,
    received: Received[Row],
    how: BulkQuery,
    act: Act[Row],
    *,
    rank: Callable[[Row], Any] | None = None,
    finish: Callable[[], Awaitable[None]] | None = None,
) -> BulkResult:
    """Let `act` do with each row what the single write does, and say what became of each.

    Every row has a savepoint of its own, so that one that is refused leaves nothing behind. With `finish`, which
    writes at the end all that was decided, none has one: then `act` writes nothing.

    Nothing may be asked of another service in `act`: it is called while rows are locked.
    """
    trial = await session.begin_nested() if how.dry_run else None
    taken = _Taken(session, received, act, in_savepoints=finish is None)
    for unit in _units(received, rank):
        await taken.take(unit)
    none_kept = how.mode == "all-or-nothing" and bool(taken.refused)
    if none_kept and not how.dry_run:
        raise RowsRefused(taken.refusal(), errors=taken.first_faults())
    if finish is not None and not none_kept:
        await finish()
    if trial is not None:
        await trial.rollback()
    return taken.result(how, none_kept=none_kept)


def _units(received: Received[Row], rank: Callable[[Row], Any] | None) -> list[Unit[Row]]:
    """The rows that are taken together, in an order that is the same for every upload."""
    upload = received.upload
    together: dict[Any, Unit[Row]] = {}
    for entry in received.entries:
        key = said_of(entry.value, upload.together) if upload.together else entry.index
        together.setdefault(key, []).append(entry)
    ranked = rank or (lambda row: said_of(row, upload.order or upload.together))
    return sorted(together.values(), key=lambda unit: ranked(unit[0].value))


class _Taken(Generic[Row]):
    """What has become of an upload so far."""

    def __init__(self, session: AsyncSession, received: Received[Row], act: Act[Row], *, in_savepoints: bool) -> None:
        self._session = session
        self._received = received
        self._upload: Upload[Row] = received.upload
        self._act = act
        self._in_savepoints = in_savepoints
        self._faults = list(received.wrong)
        self._kept: list[tuple[Unit[Row], Done]] = []
        self.refused = set(received.unreadable)

    async def take(self, unit: Unit[Row]) -> None:
        """One row, or those that belong together: kept or refused."""
        if self._is_torn(unit):
            self.refused |= {entry.index for entry in unit}
            return
        try:
            self._kept.append((unit, await self._attempt(unit)))
        except Refusal as refusal:
            if not refused_for_itself(refusal):
                raise
            await self._refuse(unit, refusal)

    def _is_torn(self, unit: Unit[Row]) -> bool:
        """Whether a part of a thing may be among the rows that cannot be read."""
        unreadable = self._received.unreadable
        if unit[0].row is None or not unreadable or not self._upload.together or self._upload.divisible:
            return False
        return None in unreadable.values() or said_of(unit[0].value, self._upload.together) in unreadable.values()

    async def _attempt(self, unit: Unit[Row]) -> Done:
        rows = [entry.value for entry in unit]
        if not self._in_savepoints:
            return await self._act(rows)
        async with self._session.begin_nested():
            return await self._act(rows)

    async def _refuse(self, unit: Unit[Row], refusal: Refusal) -> None:
        named = self._note(unit, refusal)
        rest = [entry for entry in unit if entry.index not in named]
        if self._upload.divisible and rest and named:
            self.refused |= named
            await self.take(rest)
        else:
            self.refused |= {entry.index for entry in unit}

    def _note(self, unit: Unit[Row], refusal: Refusal) -> set[int]:
        """Note the faults, and give which rows they name."""
        column = self._upload.cells.get(type(refusal))
        if refusal.errors and column is None:
            locate = self._upload.locate([entry.value for entry in unit])
            placed = [
                (*_place(unit, locate(each.pointer or ""), each), each.code, each.detail) for each in refusal.errors
            ]
        else:
            column = column or self._upload.column
            about = unit if self._upload.divisible else unit[:1]
            pointer = f"/{column}" if column else ""
            placed = [(entry, pointer, refusal.slug(), refusal.detail) for entry in about]
        self._faults += [(entry.index, entry.fault(*what)) for entry, *what in placed]
        return {entry.index for entry, *_ in placed}

    def refusal(self) -> str:
        """Why nothing is kept, in a sentence."""
        left_out = max(0, len(self._faults) - GREATEST_ERRORS)
        more = f" {left_out} more faults are not listed." if left_out else ""
        return f"{len(self.refused)} of {self._received.rows} rows cannot be used, so none was: see errors.{more}"

    def first_faults(self) -> list[FieldError]:
        """The first faults, in the order of the upload."""
        ordered = sorted(self._faults, key=lambda each: each[0])
        return [each for _, each in ordered[:GREATEST_ERRORS]]

    def result(self, how: BulkQuery, *, none_kept: bool) -> BulkResult:
        """What is told at the end."""
        kept = [] if none_kept else sorted(self._kept, key=lambda each: each[0][0].index)
        counts = dict.fromkeys(BulkOutcome, 0)
        for unit, done in kept:
            counts[done.outcome] += len(unit)
        return BulkResult(
            dry_run=how.dry_run,
            mode=how.mode,
            rows=self._received.rows,
            created=counts[BulkOutcome.CREATED],
            changed=counts[BulkOutcome.CHANGED],
            unchanged=counts[BulkOutcome.UNCHANGED],
            refused=len(self.refused),
            results=[_shown(unit, done, how) for unit, done in kept[:GREATEST_RESULTS]],
            errors=self.first_faults(),
            errors_left_out=max(0, len(self._faults) - GREATEST_ERRORS),
            columns_passed_over=self._received.passed_over,
        )


def _place(unit: Unit[Row], located: tuple[int, str] | None, error: FieldError) -> tuple[Entry[Row], str]:
    if located is None:
        return unit[0], error.pointer or ""
    which, name = located
    return unit[which], f"/{name}"


def _shown(unit: Unit[Row], done: Done, how: BulkQuery) -> BulkRow:
    made_only_now = how.dry_run and done.outcome is BulkOutcome.CREATED
    return BulkRow(
        row=unit[0].row,
        pointer=unit[0].pointer,
        rows=len(unit),
        outcome=done.outcome,
        id=None if made_only_now else done.id,
    )
