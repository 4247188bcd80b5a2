"""Writing, pinning, submitting and deciding on quarterly reports. The report is locked first, then what is below it."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting_api.projections.models import Project
from services.reporting_api.report_templates import service as templates
from services.reporting_api.report_templates.models import ReportTemplate
from services.reporting_api.summaries import owed
from services.reporting_api.update_requests import queries as asked, service as update_requests
from services.reporting_api.update_requests.models import UpdateRequest
from services.reporting_api.update_requests.schemas import NewUpdateRequest
from shared.contracts.reporting import quarterly_reports as contract
from shared.contracts.reporting.quarterly_reports import ReportOutcome, ReportStatus, SectionText, WrittenSection
from shared.contracts.reporting.report_figures import ReportDifferences, ReportFigures
from shared.contracts.reporting.report_templates import TemplateSection
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import today, utc_now
from shared.kit.concurrency import found, locked

from . import errors, figures, rules, schemas
from .models import HANDED_IN, QuarterlyReport, ReportDecision, ReportSubmission
from .queries import OF_OWNERS, QUARTERLY_REPORTS, owed as owed_by


class _Sections(NamedTuple):
    """The template a report goes by, and what is written."""

    template: ReportTemplate
    known: list[TemplateSection]
    texts: list[SectionText]

    def as_written(self) -> list[WrittenSection]:
        return rules.as_written(self.known, self.texts)


async def save(
    session: AsyncSession, report_id: UUID, given: schemas.SectionsGiven, version: int, actor: Actor
) -> QuarterlyReport:
    """Write some sections; those left out stay as they are."""
    report, _ = await _of_board(session, report_id, version, actor)
    report.must_be_open()
    sections = await _sections(session, report)
    pairs = [(each.section, each.text) for each in given.sections]
    if faults := rules.faults_of_sections(pairs, sections.known, sections.texts):
        raise errors.SectionsUnknown(errors=faults)
    report.sections = [each.model_dump() for each in rules.saved(sections.texts, dict(pairs))]
    await outbox.announce_change(session, contract.QuarterlyReportSaved, report, actor, since=version)
    return report


async def ask(
    session: AsyncSession, report_id: UUID, new: NewUpdateRequest, version: int, actor: Actor
) -> UpdateRequest:
    """Ask a partner for something that the report needs, and let it wait for the answer."""
    report, project = await _of_board(session, report_id, version, actor)
    report.wait_for_partners()
    request = await update_requests.ask_for(session, project, report.id, new, actor)
    await outbox.announce_change(session, contract.QuarterlyReportRequested, report, actor, since=version)
    return request


async def make_ready(session: AsyncSession, report_id: UUID, version: int, actor: Actor) -> QuarterlyReport:
    """Take the figures down as they are now, with what they rest on."""
    report, _ = await _of_board(session, report_id, version, actor)
    report.must_be_open()
    report.must_be_over(today())
    if open_ones := await asked.open_requests(session, report.id):
        raise errors.RequestsOpen(errors=rules.waiting(open_ones))
    template = await _current_template(session, report)
    known = _known(template)
    if left_over := rules.outdated(known, _texts(report)):
        raise errors.SectionsOutdated(errors=left_over)
    taken = await figures.take(session, report.project_id)
    figures.must_be_whole(taken)
    report.pin(taken, template.id)
    await outbox.announce(session, contract.QuarterlyReportMadeReady, report, actor)
    return report


async def submit(session: AsyncSession, report_id: UUID, version: int, actor: Actor) -> QuarterlyReport:
    """Hand in what was made ready, with every required section written."""
    report, _ = await _of_board(session, report_id, version, actor)
    report.hand_in(utc_now())
    sections = await _sections(session, report)
    written = sections.as_written()
    if missing := rules.empty(written):
        number = len(missing)
        raise errors.SectionsEmpty(f"{number} required section(s) are empty: see errors.", errors=missing)
    session.add(
        ReportSubmission(
            quarterly_report_id=report.id,
            project_id=report.project_id,
            icb_code=report.icb_code,
            programme_year=report.programme_year,
            quarter=report.quarter,
            number=report.submissions,
            template_id=sections.template.id,
            sections=[each.model_dump() for each in written],
            pinned=report.pinned,
            submitted_by=actor.organisation,
            submitted_at=report.submitted_at,
        )
    )
    await outbox.announce(session, contract.QuarterlyReportSubmitted, report, actor)
    await owed.keep(session, owed_by(QuarterlyReport.id == report.id))
    return report


async def accept(session: AsyncSession, report_id: UUID, version: int, actor: Actor) -> QuarterlyReport:
    """Accept what was submitted."""
    report = await _decide(session, report_id, ReportOutcome.ACCEPTED, [], version, actor)
    await outbox.announce(session, contract.QuarterlyReportAccepted, report, actor)
    return report


async def send_back(
    session: AsyncSession, report_id: UUID, said: schemas.SendBack, version: int, actor: Actor
) -> QuarterlyReport:
    """Send back what was submitted, with every reason."""
    report = await _decide(session, report_id, ReportOutcome.SENT_BACK, said.reasons, version, actor)
    await outbox.announce(session, contract.QuarterlyReportSentBack, report, actor)
    await owed.keep(session, owed_by(QuarterlyReport.id == report.id))
    return report


async def figures_now(session: AsyncSession, report_id: UUID, actor: Actor) -> ReportFigures:
    """What would be taken down now."""
    report = await found(session, OF_OWNERS, report_id, actor, missing=errors.ReportNotFound)
    return await figures.take(session, report.project_id)


async def differences(session: AsyncSession, report_id: UUID, actor: Actor) -> ReportDifferences:
    """What is not any more as it was taken down."""
    report = await found(session, OF_OWNERS, report_id, actor, missing=errors.ReportNotFound)
    if report.pinned is None:
        raise errors.NothingPinned
    pinned, now = ReportFigures.model_validate(report.pinned), await figures.take(session, report.project_id)
    return ReportDifferences(
        quarterly_report_id=report.id,
        pinned_at=pinned.taken_at,
        now=now.taken_at,
        figures=rules.differences(pinned.figures, now.figures),
        plan_pinned=pinned.plan,
        plan_now=now.plan,
        positions_pinned=pinned.positions,
        positions_now=now.positions,
    )


async def document(session: AsyncSession, report_id: UUID, actor: Actor) -> contract.ReportDocument:
    """The whole report: with the figures that were taken down, or those of now while none were."""
    report = await found(session, QUARTERLY_REPORTS, report_id, actor, missing=errors.ReportNotFound)
    sections = await _sections(session, report)
    pinned = report.pinned is not None
    shown = ReportFigures.model_validate(report.pinned) if pinned else await figures.take(session, report.project_id)
    name = await session.scalar(select(Project.name).where(Project.id == report.project_id))
    names = ("icb_code", "programme_year", "quarter", "starts_on", "ends_on", "due_on", "status", "submitted_at")
    return contract.ReportDocument(
        report_id=report.id,
        project_name=name or f"Project of {report.icb_code}",
        **{name: getattr(report, name) for name in names},
        illustrative=sections.template.illustrative,
        sections=sections.as_written(),
        figures=shown,
        pinned=pinned,
    )


async def _of_board(
    session: AsyncSession, report_id: UUID, version: int, actor: Actor
) -> tuple[QuarterlyReport, Project]:
    report = await _locked(session, report_id, version, actor)
    return report, await update_requests.project_led(session, report.project_id, actor)


async def _locked(session: AsyncSession, report_id: UUID, version: int, actor: Actor) -> QuarterlyReport:
    missing = errors.ReportNotFound
    report: QuarterlyReport = await locked(session, OF_OWNERS, report_id, actor, version=version, missing=missing)
    return report


async def _decide(
    session: AsyncSession, report_id: UUID, outcome: ReportOutcome, reasons: list[str], version: int, actor: Actor
) -> QuarterlyReport:
    report = await _locked(session, report_id, version, actor)
    now = utc_now()
    report.decide(outcome, reasons, now)
    submission = await session.scalar(
        select(ReportSubmission.id).where(
            ReportSubmission.quarterly_report_id == report.id, ReportSubmission.number == report.submissions
        )
    )
    session.add(
        ReportDecision(
            quarterly_report_id=report.id,
            submission_id=submission,
            project_id=report.project_id,
            icb_code=report.icb_code,
            number=report.submissions,
            outcome=outcome,
            reasons=reasons,
            decided_by=actor.organisation,
            decided_at=now,
        )
    )
    return report


async def _sections(session: AsyncSession, report: QuarterlyReport) -> _Sections:
    """Those of the template that was pinned with the figures; before that, of the one in use."""
    settled = report.status in (ReportStatus.READY, *HANDED_IN)
    template = await session.get(ReportTemplate, report.template_id) if settled else None
    template = template or await _current_template(session, report)
    return _Sections(template, _known(template), _texts(report))


async def _current_template(session: AsyncSession, report: QuarterlyReport) -> ReportTemplate:
    template = await templates.current_of(session, report.programme_year)
    if template is None:
        raise errors.TemplateMissing
    return template


def _known(template: ReportTemplate) -> list[TemplateSection]:
    return [TemplateSection.model_validate(each) for each in template.sections]


def _texts(report: QuarterlyReport) -> list[SectionText]:
    return [SectionText.model_validate(each) for each in report.sections]
