"""Quarterly reports over HTTP: reading them, what was submitted of them, and who owes what."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from shared.contracts.page import ListQuery, Page
from shared.contracts.reporting import quarterly_reports as contract
from shared.contracts.reporting.report_figures import ReportDifferences, ReportFigures
from shared.kit.clock import today
from shared.kit.errors import CursorRefused, NotAcceptable
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route

from . import document, errors, printed, schemas, service
from .queries import (
    DECISIONS,
    OF_OWNERS,
    OF_QUARTER,
    QUARTERLY_REPORTS,
    REPORT_COUNTS,
    REPORTS_OWED,
    SUBMISSIONS,
)

router = APIRouter(prefix="/v1", tags=["Quarterly reports"], route_class=Route)
_BYTES = {"schema": {"type": "string", "format": "binary"}}


@router.get("/quarterly-reports", response_model=Page[contract.QuarterlyReport], responses=problems(CursorRefused))
async def list_quarterly_reports(query: Annotated[schemas.QuarterlyReportQuery, Query()], read: Reading) -> Response:
    """List quarterly reports. Partners see those that are submitted, of projects they are partners of."""
    return await read.page(QUARTERLY_REPORTS, query)


@router.get("/reports-owed", response_model=Page[contract.ReportOwed], responses=problems(CursorRefused))
async def list_reports_owed(query: Annotated[schemas.ReportOwedQuery, Query()], read: Reading) -> Response:
    """List who owes which report as of a day, as one flat row each, the earliest deadline first."""
    return await read.page(REPORTS_OWED, query, on=query.on or today())


@router.get("/report-counts", response_model=Page[contract.ReportCount], responses=problems(CursorRefused))
async def list_report_counts(query: Annotated[schemas.ReportCountQuery, Query()], read: Reading) -> Response:
    """List how many reports and updates are due, overdue and late as of a day, as one flat row for each project."""
    return await read.page(REPORT_COUNTS, query, on=query.on or today())


@router.get(
    "/projects/{project_id}/quarterly-reports/{quarter}",
    response_model=contract.QuarterlyReport,
    responses=problems(errors.QuarterNotFound),
)
async def get_quarterly_report_of_quarter(
    project_id: UUID, quarter: Annotated[int, Path(ge=1, le=4)], read: Reading
) -> Response:
    """Get the report of one quarter of a project."""
    return await read.one(OF_QUARTER, f"{project_id}/{quarter}", errors.QuarterNotFound)


@router.get(
    "/quarterly-reports/{report_id}", response_model=contract.QuarterlyReport, responses=problems(errors.ReportNotFound)
)
async def get_quarterly_report(report_id: UUID, read: Reading) -> Response:
    """Get one quarterly report."""
    return await read.one(QUARTERLY_REPORTS, report_id, errors.ReportNotFound)


@router.get(
    "/quarterly-reports/{report_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.ReportNotFound, CursorRefused),
)
async def get_quarterly_report_history(
    report_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who did what to a report, and when."""
    return await history(read, OF_OWNERS, report_id, "reporting.quarterly-report", query, errors.ReportNotFound)


@router.get(
    "/quarterly-reports/{report_id}/figures",
    response_model=ReportFigures,
    responses=problems(errors.ReportNotFound, errors.FiguresNotThere),
)
async def get_quarterly_report_figures(report_id: UUID, read: Reading, actor: Caller) -> ReportFigures:
    """Get the figures that would be taken down now. Those that were are in the report: `pinned`."""
    async with read.database.transaction() as session:
        return await service.figures_now(session, report_id, actor)


@router.get(
    "/quarterly-reports/{report_id}/differences",
    response_model=ReportDifferences,
    responses=problems(errors.ReportNotFound, errors.NothingPinned, errors.FiguresNotThere),
)
async def get_quarterly_report_differences(report_id: UUID, read: Reading, actor: Caller) -> ReportDifferences:
    """Compare the figures that were taken down with those of now. The report itself stays as it is."""
    async with read.database.transaction() as session:
        return await service.differences(session, report_id, actor)


@router.get(
    "/quarterly-reports/{report_id}/document",
    response_model=contract.ReportDocument,
    responses={
        200: {"content": dict.fromkeys(("text/html", "application/pdf"), _BYTES)},
        **problems(errors.ReportNotFound, errors.TemplateMissing, errors.FiguresNotThere, NotAcceptable),
    },
)
async def get_quarterly_report_document(
    report_id: UUID, query: Annotated[schemas.DocumentQuery, Query()], request: Request, read: Reading, actor: Caller
) -> Response:
    """Get the whole report to read: as JSON, as an accessible page of HTML, or as a tagged PDF (PDF/UA-1)."""
    form = query.format or schemas.document_form(request.headers.get("accept", "*/*"))
    if form is None:
        raise NotAcceptable("A report can be had as application/json, text/html or application/pdf.")
    async with read.database.transaction() as session:
        whole = await service.document(session, report_id, actor)
    headers = {"Vary": "Accept"}
    if form == "html":
        return Response(document.page(whole), headers=headers, media_type="text/html; charset=utf-8")
    if form == "pdf":
        headers["Content-Disposition"] = f'inline; filename="{printed.file_name(whole)}"'
        return Response(await printed.pdf(whole), headers=headers, media_type="application/pdf")
    return Response(whole.model_dump_json(), headers=headers, media_type="application/json")


@router.get(
    "/quarterly-reports/{report_id}/submissions",
    response_model=Page[contract.ReportSubmission],
    responses=problems(errors.ReportNotFound, CursorRefused),
)
async def list_report_submissions(report_id: UUID, query: Annotated[ListQuery, Query()], read: Reading) -> Response:
    """List what was submitted of a report, each time as it was then. Partners see the one that stands."""
    await read.must_see(QUARTERLY_REPORTS, report_id, errors.ReportNotFound)
    return await read.page(SUBMISSIONS, query, quarterly_report_id=report_id)


@router.get(
    "/report-submissions/{submission_id}",
    response_model=contract.ReportSubmission,
    responses=problems(errors.SubmissionNotFound),
)
async def get_report_submission(submission_id: UUID, read: Reading) -> Response:
    """Get a report as it was submitted once."""
    return await read.one(SUBMISSIONS, submission_id, errors.SubmissionNotFound)


@router.get(
    "/quarterly-reports/{report_id}/decisions",
    response_model=Page[contract.ReportDecision],
    responses=problems(errors.ReportNotFound, CursorRefused),
)
async def list_report_decisions(report_id: UUID, query: Annotated[ListQuery, Query()], read: Reading) -> Response:
    """List what the national team decided on each submission of a report."""
    await read.must_see(OF_OWNERS, report_id, errors.ReportNotFound)
    return await read.page(DECISIONS, query, quarterly_report_id=report_id)
