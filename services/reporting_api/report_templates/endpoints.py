"""Report templates over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response, status

from shared.contracts.page import Page
from shared.contracts.reporting import report_templates as contract
from shared.contracts.types import ProgrammeYear
from shared.kit.answers import created, written
from shared.kit.concurrency import UpsertVersion
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import EDITIONS, REPORT_TEMPLATES

router = APIRouter(prefix="/v1/report-templates", tags=["Report templates"], route_class=Route)

_UNCHANGED: dict[int | str, dict[str, Any]] = {
    200: {"model": contract.ReportTemplate, "description": "The current edition says exactly this."}
}


@router.get("", response_model=Page[contract.ReportTemplate], responses=problems(CursorRefused))
async def list_report_templates(query: Annotated[schemas.ReportTemplateQuery, Query()], read: Reading) -> Response:
    """List the report templates, each as its current edition says it."""
    return await read.page(REPORT_TEMPLATES, query)


@router.get(
    "/{programme_year}", response_model=contract.ReportTemplate, responses=problems(errors.ReportTemplateNotFound)
)
async def get_report_template(programme_year: ProgrammeYear, read: Reading) -> Response:
    """Get the sections that the quarterly reports of a programme year have now, with guidance on each."""
    return await read.one(REPORT_TEMPLATES, programme_year, errors.ReportTemplateNotFound)


@router.get(
    "/{programme_year}/editions",
    response_model=Page[contract.ReportTemplate],
    responses=problems(errors.ReportTemplateNotFound, CursorRefused),
)
async def list_report_template_editions(
    programme_year: ProgrammeYear, query: Annotated[schemas.EditionQuery, Query()], read: Reading
) -> Response:
    """List every edition of a year's template, the newest first."""
    await read.must_see(REPORT_TEMPLATES, programme_year, errors.ReportTemplateNotFound)
    return await read.page(EDITIONS, query, programme_year=programme_year)


@router.put(
    "/{programme_year}",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.ReportTemplate,
    responses=_UNCHANGED | problems(errors.ReportTemplateFaulty, StaleVersion, PreconditionMissing),
)
async def publish_report_template(
    programme_year: ProgrammeYear,
    content: schemas.TemplateContent,
    version: UpsertVersion,
    request: Request,
    session: Session,
    actor: Caller,
) -> Response:
    """Publish the sections of a year's reports, or a new edition of them: reports that are ready keep theirs."""
    edition, is_new = await service.publish(session, programme_year, content, version, actor)
    if is_new:
        path = f"/v1/report-templates/{programme_year}"
        return await created(session, contract.ReportTemplate, edition, request, path)
    return await written(session, contract.ReportTemplate, edition)
