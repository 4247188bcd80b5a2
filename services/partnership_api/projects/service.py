"""Projects: started by a board, once in each programme year."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partnership_api.organisations.models import Icb, IcbSuccession
from services.partnership_api.programmes import service as programmes
from services.partnership_api.programmes.models import ProgrammeYear
from shared.contracts.partnership import projects as contract
from shared.contracts.partnership.organisations import SuccessionKind
from shared.contracts.roles import Kind
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import today
from shared.kit.concurrency import locked

from . import errors, rules, schemas
from .models import Project
from .queries import PROJECTS


async def start(session: AsyncSession, new: schemas.NewProject, actor: Actor) -> Project:
    """Start a board's project of a year, under the year's current edition."""
    icb_code = _board(new, actor)
    # The lock lets one project of a board start at a time; FOR NO KEY UPDATE leaves foreign keys to the board alone.
    board = await session.get(Icb, icb_code, with_for_update={"key_share": True})
    if board is None:
        raise errors.BoardUnknown
    year = await programmes.current_edition(session, new.programme_year)
    if year is None:
        raise errors.YearNotPublished
    if reason := rules.why_not_in_year(board.valid_from, board.valid_to, year.starts_on, year.ends_on):
        raise errors.BoardNotInYear(reason)
    if await _has_project(session, {icb_code}, year.code):
        raise errors.ProjectExists
    project = await _project(session, new.name, board, year)
    session.add(project)
    await outbox.announce(session, contract.ProjectStarted, project, actor)
    return project


async def change(
    session: AsyncSession, project_id: UUID, change: schemas.ProjectChange, version: int, actor: Actor
) -> Project:
    """Change what is said of a project."""
    project = await _at(session, project_id, version, actor)
    project.must_be_open()
    for name, value in change.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(project, name, value)
    if session.is_modified(project):
        await outbox.announce(session, contract.ProjectChanged, project, actor)
    return project


async def open_project(session: AsyncSession, project_id: UUID, actor: Actor) -> Project:
    """The project, locked so that what is decided in it stays true; refused when it is closed.

    Whatever changes something in a project takes this lock first: no two decisions can then wait for each other.
    """
    project = await _locked(session, project_id, None, actor)
    if actor.kind is Kind.ICB:
        project.must_be_led_by(actor.code)
    project.must_be_open()
    return project


async def approve_plan(session: AsyncSession, project: Project, actor: Actor) -> None:
    """Move a project on because its delivery plan was approved."""
    if project.approve_plan():
        await outbox.announce(session, contract.ProjectPlanApproved, project, actor)


async def agree_memorandum(session: AsyncSession, project: Project, actor: Actor) -> None:
    """Move a project on because its memorandum of understanding was agreed."""
    if project.agree_memorandum():
        await outbox.announce(session, contract.ProjectMemorandumAgreed, project, actor)


async def deliver(session: AsyncSession, project_id: UUID, version: int, actor: Actor) -> Project:
    """Begin delivery."""
    project = await _at(session, project_id, version, actor)
    project.deliver()
    await outbox.announce(session, contract.ProjectDelivering, project, actor)
    return project


async def begin_closing(session: AsyncSession, project_id: UUID, version: int, actor: Actor) -> Project:
    """Bring delivery to its end."""
    project = await _at(session, project_id, version, actor)
    project.begin_closing()
    await outbox.announce(session, contract.ProjectClosing, project, actor)
    return project


async def close(session: AsyncSession, project_id: UUID, version: int, actor: Actor) -> Project:
    """Close a project for good."""
    project = await _at(session, project_id, version, actor)
    project.close()
    await outbox.announce(session, contract.ProjectHasClosed, project, actor)
    return project


async def hand_over(
    session: AsyncSession, project_id: UUID, successor_code: str, version: int, actor: Actor
) -> tuple[Project, str]:
    """Let a successor of the project's board answer for it; which board did before."""
    project = await _locked(session, project_id, version, actor)
    before = project.lead_icb_code
    if actor.kind is Kind.ICB and actor.code != successor_code:
        raise errors.NotYoursToHandOver
    succession = await session.scalar(
        select(IcbSuccession).where(
            IcbSuccession.predecessor_code == before, IcbSuccession.successor_code == successor_code
        )
    )
    if succession is None:
        raise errors.NotASuccessor
    if reason := rules.why_not_succeeded(succession.effective_on, today()):
        raise errors.SuccessionNotYet(reason)
    if actor.kind is Kind.ICB and succession.kind is not SuccessionKind.MERGER:
        raise errors.NotYoursToHandOver
    project.hand_over(successor_code)
    await outbox.announce(session, contract.ProjectHandedOver, project, actor)
    return project, before


async def _at(session: AsyncSession, project_id: UUID, version: int, actor: Actor) -> Project:
    project = await _locked(session, project_id, version, actor)
    if actor.kind is Kind.ICB:
        project.must_be_led_by(actor.code)
    return project


async def _locked(session: AsyncSession, project_id: UUID, version: int | None, actor: Actor) -> Project:
    project: Project = await locked(
        session, PROJECTS, project_id, actor, version=version, missing=errors.ProjectNotFound
    )
    return project


def _board(new: schemas.NewProject, actor: Actor) -> str:
    if actor.kind is Kind.ICB:
        if new.icb_code not in (None, actor.code):
            raise errors.NotYourBoard
        return actor.code
    if new.icb_code is None:
        raise errors.BoardNotNamed
    return new.icb_code


async def boards_behind(session: AsyncSession, board: Icb, year: ProgrammeYear) -> set[str]:
    """The board and every board it had taken over when it could first run the year's project."""
    successions = [
        rules.Succession(each.predecessor_code, each.successor_code, each.effective_on)
        for each in await session.scalars(select(IcbSuccession))
    ]
    return rules.boards_behind(board.ods_code, successions, rules.succeeded_by(year.starts_on, board.valid_from))


async def _project(session: AsyncSession, name: str, board: Icb, year: ProgrammeYear) -> Project:
    behind = await boards_behind(session, board, year)
    before = await _has_project(session, behind, rules.year_before(year.code))
    kind = rules.kind_of(had_project_before=before)
    return Project(
        icb_code=board.ods_code,
        lead_icb_code=board.ods_code,
        programme_year=year.code,
        programme_year_id=year.id,
        kind=kind,
        name=name,
        target_schools=rules.target_of(kind, year.target_schools_new, year.target_schools_continuing),
    )


async def _has_project(session: AsyncSession, icb_codes: set[str], year: str) -> bool:
    found = select(exists().where(Project.icb_code.in_(icb_codes), Project.programme_year == year))
    return bool(await session.scalar(found))
