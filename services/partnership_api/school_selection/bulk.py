"""Selecting many schools from one CSV file: all or none, or each that can be."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from services.partnership_api.projects import service as projects
from shared.contracts.partnership.participations import ParticipationSelected
from shared.contracts.problem import FieldError
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.errors import Refusal
from shared.kit.tabular import FileRefused, RejectedRow, Row, read_table
from shared.kit.uploads import of_file

from . import errors, schemas
from .ground import Ground, survey
from .models import Participation
from .service import decide

_REQUIRED = ("urn", "cohort", "offer", "rationale")
_OPTIONAL = ("override_reason",)
# Which cell a refusal is about; the others are about the school.
_CELLS: dict[type[Refusal], str] = {errors.OfferDoesNotFit: "offer", errors.OverrideNeeded: "override_reason"}


@dataclass
class _File:
    """What has been read of a file: the selections that can be read, and what is wrong with the other rows."""

    wanted: list[tuple[int, schemas.Selection]] = field(default_factory=list)
    wrong: list[FieldError] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        """How many rows cannot be used."""
        return len({each.row for each in self.wrong})


async def select_schools(
    session: AsyncSession, project_id: UUID, chunks: AsyncIterator[bytes], how: schemas.BulkQuery, actor: Actor
) -> schemas.BulkSelection:
    """Take the schools of a file into a project, and say what became of each row."""
    # Read to its end before anything is locked: a slow sender keeps nobody waiting.
    file = await _read(chunks)
    read = len(file.wanted) + file.rejected
    project = await projects.open_project(session, project_id, actor)
    ground = await survey(session, project, {chosen.urn for _, chosen in file.wanted})
    chosen = list(_chosen(ground, file))
    if how.mode == "all" and file.wrong:
        if not how.dry_run:
            detail = f"{file.rejected} of {read} rows cannot be used, so none was: see errors."
            raise errors.RowsRefused(detail, errors=_first(file.wrong))
        chosen = []
    if not how.dry_run:
        session.add_all(chosen)
        await outbox.announce_each(session, ParticipationSelected, chosen, actor)
    return schemas.BulkSelection(
        dry_run=how.dry_run, read=read, selected=len(chosen), rejected=file.rejected, errors=_first(file.wrong)
    )


async def _read(chunks: AsyncIterator[bytes]) -> _File:
    file = _File()
    try:
        async for rows, rejected, _ in read_table(chunks, required=_REQUIRED, optional=_OPTIONAL):
            file.wrong += [_unreadable(each) for each in rejected]
            for row in rows:
                _add(file, row)
            if len(file.wanted) + file.rejected > schemas.GREATEST_BULK:
                raise errors.TooManyRows(f"A file selects at most {schemas.GREATEST_BULK} schools.")
    except FileRefused as refused:
        raise of_file(refused) from None
    return file


def _add(file: _File, row: Row) -> None:
    given = {name: value for name, value in zip((*_REQUIRED, *_OPTIONAL), row.values, strict=True) if value}
    try:
        file.wanted.append((row.number, schemas.Selection.model_validate(given)))
    except ValidationError as invalid:
        file.wrong += [_invalid(row.number, each) for each in invalid.errors(include_input=False, include_url=False)]


def _chosen(ground: Ground, file: _File) -> Iterator[Participation]:
    for number, selection in file.wanted:
        try:
            yield decide(ground, selection)
        except Refusal as refusal:
            column = _CELLS.get(type(refusal), "urn")
            file.wrong.append(FieldError(row=number, column=column, code=refusal.slug(), detail=refusal.detail[:500]))


def _first(wrong: list[FieldError]) -> list[FieldError]:
    return sorted(wrong, key=lambda each: each.row or 0)[: schemas.GREATEST_ERRORS]


def _unreadable(row: RejectedRow) -> FieldError:
    return FieldError(row=row.row, column=row.column, code=row.code, detail=row.detail)


def _invalid(row: int, error: Any) -> FieldError:
    column = str(error["loc"][0]) if error["loc"] else None
    return FieldError(
        row=row, column=column, code=error["type"][:80], detail=error["msg"].removeprefix("Value error, ")[:500]
    )
