"""Quarterly reports over HTTP: what a board and the national team do with them."""

from uuid import UUID

from fastapi import APIRouter, Request, Response, status

from services.reporting_api.update_requests import errors as asking
from services.reporting_api.update_requests.schemas import NewUpdateRequest
from shared.contracts.reporting import quarterly_reports as contract
from shared.contracts.reporting.update_requests import UpdateRequest
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import PreconditionMissing, StaleVersion
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service

router = APIRouter(prefix="/v1/quarterly-reports/{report_id}", tags=["Quarterly reports"], route_class=Route)

_CHANGING = (errors.ReportNotFound, StaleVersion, PreconditionMissing)
_OF_THE_BOARD = (*_CHANGING, asking.ProjectNotFound, asking.NotTheReportingBoard, errors.ReportHandedIn)


@router.patch(
    "/sections",
    response_model=contract.QuarterlyReport,
    responses=problems(*_OF_THE_BOARD, errors.SectionsUnknown, errors.TemplateMissing),
)
async def save_quarterly_report(
    report_id: UUID, given: schemas.SectionsGiven, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Write in some sections of your report; those that are left out stay as they are."""
    report = await service.save(session, report_id, given, version, actor)
    return await written(session, contract.QuarterlyReport, report)


@router.post(
    "/update-requests",
    status_code=status.HTTP_201_CREATED,
    response_model=UpdateRequest,
    responses=problems(*_OF_THE_BOARD, asking.NotAPartnerOfTheProject, asking.DueInThePast),
)
async def ask_for_report_update(
    report_id: UUID, new: NewUpdateRequest, version: IfMatch, request: Request, session: Session, actor: Caller
) -> Response:
    """Ask a partner for what your report needs: it waits for the answer. `If-Match` is the report's ETag."""
    asked = await service.ask(session, report_id, new, version, actor)
    return await created(session, UpdateRequest, asked, request, f"/v1/update-requests/{asked.id}")


@router.post(
    "/readiness",
    response_model=contract.QuarterlyReport,
    responses=problems(
        *_OF_THE_BOARD,
        errors.QuarterNotOver,
        errors.RequestsOpen,
        errors.TemplateMissing,
        errors.SectionsOutdated,
        errors.FiguresNotThere,
    ),
)
async def make_quarterly_report_ready(report_id: UUID, version: IfMatch, session: Session, actor: Caller) -> Response:
    """Take the figures of your report down as they are now; again, to take them anew until it is submitted."""
    return await written(
        session, contract.QuarterlyReport, await service.make_ready(session, report_id, version, actor)
    )


@router.post(
    "/submission",
    response_model=contract.QuarterlyReport,
    responses=problems(*_OF_THE_BOARD, errors.ReportNotReady, errors.SectionsEmpty, errors.TemplateMissing),
)
async def submit_quarterly_report(report_id: UUID, version: IfMatch, session: Session, actor: Caller) -> Response:
    """Submit your report with the figures that were taken down, every required section written (R11)."""
    return await written(session, contract.QuarterlyReport, await service.submit(session, report_id, version, actor))


@router.post(
    "/acceptance",
    response_model=contract.QuarterlyReport,
    responses=problems(*_CHANGING, errors.ReportNotSubmitted),
)
async def accept_quarterly_report(report_id: UUID, version: IfMatch, session: Session, actor: Caller) -> Response:
    """Accept a report that was submitted."""
    return await written(session, contract.QuarterlyReport, await service.accept(session, report_id, version, actor))


@router.post(
    "/return",
    response_model=contract.QuarterlyReport,
    responses=problems(*_CHANGING, errors.ReportNotSubmitted),
)
async def send_back_quarterly_report(
    report_id: UUID, said: schemas.SendBack, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Send a report back with reasons: the board changes it, makes it ready and submits it again."""
    report = await service.send_back(session, report_id, said, version, actor)
    return await written(session, contract.QuarterlyReport, report)
