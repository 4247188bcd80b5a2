"""Themes: recorded with where they were heard, put into other words, withdrawn; concerns are findings."""

from uuid import UUID

from sqlalchemy import case, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.assessment_api.findings import service as findings
from services.assessment_api.instruments.models import Instrument
from services.assessment_api.participations import service as participations
from services.assessment_api.participations.errors import NotYourSchool
from shared.contracts.assessment import themes as contract
from shared.contracts.assessment.instruments import InstrumentKind, InstrumentStatus
from shared.contracts.problem import FieldError
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.concurrency import found, locked
from shared.kit.http_client import Neighbour

from . import errors, rules, schemas, sources
from .models import Theme
from .queries import THEMES


async def record(
    session: AsyncSession, neighbour: Neighbour, participation_id: UUID, new: schemas.NewTheme, actor: Actor
) -> Theme:
    """Record a theme of a confirmed school, which is asked of its owner first."""
    participation = await participations.confirmed(neighbour, participation_id, actor)
    await _must_be_domain(session, participation.programme_year, new.domain)
    heard = await sources.locked(session, participation_id, new.source, new.source_id)
    if heard is None:
        raise errors.SourceUnknown(errors=[_no_source(new.source)])
    if not heard.stands:
        raise errors.SourceWithdrawn("It was recorded by mistake, so no theme rests on it.")
    theme = Theme(**participations.place_of(participation), **new.model_dump(), gist=rules.gist(new.statement))
    await _must_be_new(session, theme)
    session.add(theme)
    await outbox.announce(session, contract.ThemeRecorded, theme, actor)
    await sources.count(session, theme.source, theme.source_id, 1)
    await _let_findings_follow(session, theme, heard.occasion, actor)
    return theme


async def change(
    session: AsyncSession, theme_id: UUID, wanted: schemas.ThemeChange, version: int, actor: Actor
) -> Theme:
    """Put a theme into other words, or say that it is held by others than was thought."""
    theme, occasion = await _to_change(session, theme_id, version, actor)
    theme.must_stand()
    given = wanted.model_dump(exclude_unset=True, exclude_none=True)
    if all(getattr(theme, name) == value for name, value in given.items()):
        return theme
    if "domain" in given:
        await _must_be_domain(session, theme.programme_year, given["domain"])
    for name, value in given.items():
        setattr(theme, name, value)
    theme.gist = rules.gist(theme.statement)
    await _must_be_new(session, theme)
    await outbox.announce(session, contract.ThemeChanged, theme, actor)
    await _let_findings_follow(session, theme, occasion, actor)
    return theme


async def withdraw(
    session: AsyncSession, theme_id: UUID, said: schemas.Withdrawal, version: int, actor: Actor
) -> Theme:
    """Withdraw a theme; what was found because of it is superseded by nothing."""
    theme, occasion = await _to_change(session, theme_id, version, actor)
    theme.withdraw(said.reason)
    await outbox.announce(session, contract.ThemeWithdrawn, theme, actor)
    await sources.count(session, theme.source, theme.source_id, -1)
    await _let_findings_follow(session, theme, occasion, actor)
    return theme


async def _to_change(session: AsyncSession, theme_id: UUID, version: int, actor: Actor) -> tuple[Theme, str]:
    seen: Theme = await found(session, THEMES, theme_id, actor, missing=errors.ThemeNotFound)
    # The source first, as when a theme is recorded: whoever changes themes of one source waits for the others there.
    heard = await sources.locked(session, seen.participation_id, seen.source, seen.source_id)
    theme: Theme = await locked(session, THEMES, theme_id, actor, version=version, missing=errors.ThemeNotFound)
    await participations.must_lead(session, theme.project_id, theme.icb_code, actor, NotYourSchool)
    # Only what has no active theme can be erased, so nothing is made with the occasion where there is none.
    return theme, heard.occasion if heard else ""


async def _let_findings_follow(session: AsyncSession, theme: Theme, occasion: str, actor: Actor) -> None:
    active = theme.status is contract.ThemeStatus.ACTIVE
    said = rules.findings(theme.kind, theme.domain, theme.statement, theme.prevalence) if active else []
    await findings.renew(session, theme, theme.source, theme.id, occasion, said, actor)


async def _must_be_domain(session: AsyncSession, programme_year: str, domain: str) -> None:
    # All instruments of a year have its domains; should they differ, the schools' own tool decides.
    own_tool_first = case((Instrument.kind == InstrumentKind.SELF_ASSESSMENT, 0), else_=1)
    domains = await session.scalar(
        select(Instrument.domains)
        .where(Instrument.programme_year == programme_year, Instrument.status == InstrumentStatus.PUBLISHED)
        .order_by(own_tool_first, Instrument.kind)
        .limit(1)
    )
    if domains is None:
        raise errors.DomainsMissing
    if domain not in domains:
        detail = f"The programme year has the domains {', '.join(domains)}."
        raise errors.DomainUnknown(errors=[FieldError(pointer="/domain", code="unknown", detail=detail[:500])])


async def _must_be_new(session: AsyncSession, theme: Theme) -> None:
    """Refuse what another active theme of the same source says. The source is locked, so none comes in between."""
    twin = await session.scalar(
        select(
            exists().where(
                Theme.source_id == theme.source_id,
                Theme.domain == theme.domain,
                Theme.gist == theme.gist,
                Theme.status == contract.ThemeStatus.ACTIVE,
                Theme.id != theme.id,
            )
        )
    )
    if twin:
        raise errors.ThemeSaidAlready("The same source says the same in this domain. Change that theme instead.")


def _no_source(source: contract.ThemeSource) -> FieldError:
    called = {
        contract.ThemeSource.SELF_ASSESSMENT: "self-assessment",
        contract.ThemeSource.SURVEY: "survey",
        contract.ThemeSource.VOICE: "activity of children's voice",
    }[source]
    return FieldError(pointer="/source_id", code="unknown", detail=f"The school has no {called} with this id.")
