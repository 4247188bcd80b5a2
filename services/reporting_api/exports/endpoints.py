"""Flat tables as files over HTTP: directly, as jobs, and by their links."""

from collections.abc import AsyncIterator
from contextlib import suppress
from tempfile import TemporaryFile
from typing import IO, Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status
from starlette.responses import StreamingResponse

from services.reporting_api.settings import ReportingSettings
from shared.contracts.page import Page
from shared.contracts.reporting import exports as contract
from shared.contracts.reporting.exports import ExportForm
from shared.contracts.types import Slug
from shared.kit.answers import accepted, written
from shared.kit.auth import Actor
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, Forbidden, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session, access_to

from . import asking, contents, errors, links, schemas, service
from .files import LARGEST, MEDIA_TYPES, PIECE
from .queries import EXPORTS
from .tables import TABLES, FlatTable

router = APIRouter(prefix="/v1", tags=["Exports"], route_class=Route)
by_link = APIRouter()

_CSV_FIRST = {form: {"schema": {"type": "string", "format": "binary"}} for form in MEDIA_TYPES.values()}
_A_FILE: dict[int | str, dict[str, Any]] = {200: {"description": "The file.", "content": _CSV_FIRST}}


def _settings(request: Request) -> ReportingSettings:
    settings: ReportingSettings = request.app.state.settings
    return settings


def _must_list(request: Request, table: FlatTable, actor: Actor) -> None:
    """Refuse a caller that may not list the table either."""
    actor.must_be_allowed(access_to(request, table.operation), request.app.state.service_name)


@router.get("/flat-tables", response_model=contract.FlatTables)
async def list_flat_tables(request: Request, actor: Caller) -> contract.FlatTables:
    """List the tables that you can have as files, with what is in each column and what the DfE calls it."""
    found: list[contract.FlatTable] = []
    for table in TABLES.values():
        with suppress(Forbidden):
            _must_list(request, table, actor)
            found.append(table.described())
    return contract.FlatTables(most_rows_directly=_settings(request).direct_export_rows, tables=found)


@router.get(
    "/flat-tables/{table}/file",
    response_class=Response,
    responses=_A_FILE | problems(errors.FlatTableNotFound, errors.TooManyRowsDirectly),
)
async def get_flat_table_file(
    table: Slug, query: Annotated[asking.FileQuery, Query()], request: Request, read: Reading, actor: Caller
) -> Response:
    """Get a table as a file: CSV, NDJSON, XLSX or Parquet, with the filters of its list and the DfE's column names.

    What has more rows than `most_rows_directly` is asked for with `POST /v1/exports`. A filter that this table's list
    does not have is refused.
    """
    found = asking.table_named(table)
    _must_list(request, found, actor)
    asked = asking.asked_in_query(found, query, actor)
    rows, most = await contents.counted(read.database, asked), _settings(request).direct_export_rows
    if rows > most:
        detail = f"It has {rows:,} rows, and {most:,} are given directly. Ask for it as a job: POST /v1/exports."
        raise errors.TooManyRowsDirectly(detail)
    as_of = await contents.read_until(read.database)
    # It is made whole before the first byte leaves: a failure is still an honest answer, and a slow reader holds no
    # connection of the database.
    file = TemporaryFile()  # noqa: SIM115 (the answer closes it)
    try:
        async for piece in contents.pieces(read.database, asked, as_of):
            file.write(piece.content)
    except BaseException:
        file.close()
        raise
    return _as_file(_read(file), asked.form, f"{found.name}.{asked.form}", file.tell())


async def _read(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(PIECE // 16):
            yield piece


def _as_file(pieces: AsyncIterator[bytes], form: ExportForm, name: str, size: int) -> StreamingResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(size)}
    return StreamingResponse(pieces, media_type=MEDIA_TYPES[form], headers={"Cache-Control": "no-store"} | headers)


@router.post(
    "/exports",
    status_code=status.HTTP_202_ACCEPTED,
    response_model=contract.Export,
    responses=problems(errors.UnknownTable, errors.TooManyRowsForForm, errors.TooManyExports),
)
async def request_export(
    new: schemas.NewExport, request: Request, session: Session, read: Reading, actor: Caller
) -> Response:
    """Ask for a table as a file that is written in the background. Read the export again until its link is there.

    The rows are those that you see when the writing begins.
    """
    table = asking.table_asked(new.table)
    _must_list(request, table, actor)
    asked = asking.asked_in_body(table, new.form, new.filters, actor)
    if new.form in LARGEST and await contents.counted(read.database, asked) > LARGEST[new.form]:
        raise errors.TooManyRowsForForm
    export = await service.ask(session, asked, _settings(request).exports_at_once, actor)
    return await accepted(session, contract.Export, export, request, f"/v1/exports/{export.id}")


@router.get("/exports", response_model=Page[contract.Export], responses=problems(CursorRefused))
async def list_exports(query: Annotated[schemas.ExportQuery, Query()], read: Reading) -> Response:
    """List the exports of your organisation and how far they are."""
    return await read.page(EXPORTS, query)


@router.get("/exports/{export_id}", response_model=contract.Export, responses=problems(errors.ExportNotFound))
async def get_export(export_id: UUID, read: Reading) -> Response:
    """Get one export: how far it is and, when it is done, the link to its file. The ETag changes with its progress."""
    return await read.one(EXPORTS, export_id, errors.ExportNotFound)


@router.post(
    "/exports/{export_id}/cancellation",
    response_model=contract.Export,
    responses=problems(errors.ExportNotFound, errors.ExportEnded, StaleVersion, PreconditionMissing),
)
async def cancel_export(export_id: UUID, version: IfMatch, session: Session, actor: Caller) -> Response:
    """Stop writing a file; what is written of it is deleted. An ETag of the same status will do."""
    return await written(session, contract.Export, await service.cancel(session, export_id, version, actor))


@router.get(
    "/exports/{export_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.ExportNotFound, CursorRefused),
)
async def get_export_history(
    export_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """When an export was asked for and ended."""
    return await history(read, EXPORTS, export_id, "reporting.export", query, errors.ExportNotFound)


@by_link.get(links.PATH, include_in_schema=False)
async def open_export_link(
    export_id: UUID, signed: Annotated[schemas.LinkQuery, Query()], request: Request
) -> Response:
    """Give the file of a link."""
    database = request.app.state.database
    file = await service.opened(database, export_id, signed.expires, signed.signature)
    return _as_file(service.pieces_of(database, file), file.form, file.name, file.size_bytes)
