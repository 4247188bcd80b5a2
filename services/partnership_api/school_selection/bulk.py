"""Selecting many schools from one CSV file: all or none, or each that can be."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from services.partnership_api.projects import service as projects
from shared.contracts.problem import FieldError
from shared.kit.auth import Actor
from shared.kit.errors import Refusal
from shared.kit.tabular import FileRefused, Row, read_table
from shared.kit.uploads import of_file

from . import errors, schemas, service

_REQUIRED = ("urn", "cohort", "offer", "rationale")
_OPTIONAL = ("override_reason",)


async def select_schools(
    session: AsyncSession, project_id: UUID, chunks: AsyncIterator[bytes], how: schemas.BulkQuery, actor: Actor
) -> schemas.BulkSelection:
    """Take the schools of a file into a project, row by row, and say what became of each row."""
    await projects.open_project(session, project_id, actor)
    rows, wrong = await _rows(chunks)
    selected = 0
    async with session.begin_nested() as trial:
        for row in rows:
            faults = await _select(session, project_id, row, actor)
            wrong += faults
            selected += not faults
        keeps_all_or_none = how.mode == "all" and wrong
        if keeps_all_or_none and not how.dry_run:
            raise errors.RowsRefused(f"{len(wrong)} rows cannot be used, so none was: see errors.", errors=wrong)
        if how.dry_run or keeps_all_or_none:
            await trial.rollback()
    counted = 0 if keeps_all_or_none else selected
    return schemas.BulkSelection(
        dry_run=how.dry_run, read=len(rows), selected=counted, rejected=len(wrong), errors=wrong
    )


async def _rows(chunks: AsyncIterator[bytes]) -> tuple[list[Row], list[FieldError]]:
    rows: list[Row] = []
    wrong: list[FieldError] = []
    try:
        async for batch in read_table(chunks, required=_REQUIRED, optional=_OPTIONAL):
            rows += batch.rows
            wrong += [
                FieldError(row=each.row, column=each.column, code=each.code, detail=each.detail)
                for each in batch.rejected
            ]
            if len(rows) + len(wrong) > schemas.GREATEST_BULK:
                raise errors.TooManyRows(f"A file selects at most {schemas.GREATEST_BULK} schools.")
    except FileRefused as refused:
        raise of_file(refused) from None
    return rows, wrong


async def _select(session: AsyncSession, project_id: UUID, row: Row, actor: Actor) -> list[FieldError]:
    given = {name: value for name, value in zip((*_REQUIRED, *_OPTIONAL), row.values, strict=True) if value}
    try:
        chosen = schemas.Selection.model_validate(given)
        async with session.begin_nested():
            await service.select_school(session, project_id, chosen, actor)
    except ValidationError as invalid:
        return [_fault(row.number, each["loc"], each["type"], each["msg"]) for each in invalid.errors()]
    except Refusal as refusal:
        return [FieldError(row=row.number, code=refusal.slug(), detail=refusal.detail[:500])]
    return []


def _fault(row: int, place: tuple[Any, ...], code: str, detail: str) -> FieldError:
    return FieldError(row=row, column=str(place[0]) if place else None, code=code[:80], detail=detail[:500])
