"""Publishing weights as editions that never change, and ranking a school's domains by them."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.assessment_api.findings import service as findings
from services.assessment_api.instruments import service as instruments
from shared.clients import partnership
from shared.contracts.assessment import priorities as contract
from shared.contracts.assessment.instruments import InstrumentKind
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.http_client import Neighbour

from . import errors, rules, schemas
from .models import RankingRule
from .queries import place_of, voice_was_heard


class Ranked(NamedTuple):
    """A school's ranking, without whose it is."""

    rule: contract.RankingRule
    domains: list[contract.RankedDomain]
    missing: list[contract.MissingSource]


async def publish(
    session: AsyncSession, neighbour: Neighbour, new: schemas.NewRankingRule, actor: Actor
) -> RankingRule:
    """Publish an edition, by which the schools of its programme year are ranked from now on."""
    if wrong := rules.weight_faults(new.weights):
        raise errors.RankingRuleRefused(errors=wrong)
    await partnership.programme_year(neighbour, actor.token, new.programme_year, errors.RankingYearUnknown)
    await wait_for_turn(session)
    current = await current_of(session, new.programme_year)
    if current is not None and says(current, new):
        raise errors.RankingRuleUnchanged
    return await add_edition(session, new, actor)


async def wait_for_turn(session: AsyncSession) -> None:
    """Publish one at a time: they are rare, and the number of an edition depends on those before it."""
    await session.execute(text("select pg_advisory_xact_lock(7236993)"))


async def current_of(session: AsyncSession, programme_year: str) -> RankingRule | None:
    """The edition by which the schools of a programme year are ranked now."""
    found: RankingRule | None = await session.scalar(
        select(RankingRule).where(RankingRule.programme_year == programme_year, RankingRule.is_current)
    )
    return found


def says(edition: RankingRule, new: schemas.NewRankingRule) -> bool:
    """Whether an edition holds exactly this."""
    return all(getattr(edition, name) == value for name, value in new.model_dump().items())


async def add_edition(session: AsyncSession, new: schemas.NewRankingRule, actor: Actor | str) -> RankingRule:
    """Add an edition with the next number of its year, in place of the current one."""
    of_year = RankingRule.programme_year == new.programme_year
    latest = await session.scalar(select(func.max(RankingRule.edition)).where(of_year))
    await session.execute(update(RankingRule).where(of_year, RankingRule.is_current).values(is_current=False))
    edition = RankingRule(**new.model_dump(), edition=(latest or 0) + 1)
    session.add(edition)
    await outbox.announce(session, contract.RankingRulePublished, edition, actor)
    return edition


async def seen(session: AsyncSession, participation_id: UUID, actor: Actor) -> contract.Ranking:
    """A school's ranking as it is now, for those who see the school's rows."""
    place = await place_of(session, participation_id, actor)
    if place is None:
        raise errors.RankingNotFound
    made = await ranking(session, participation_id, place.programme_year)
    return contract.Ranking(**place._asdict(), **made._asdict())


async def ranking(session: AsyncSession, participation_id: UUID, programme_year: str) -> Ranked:
    """The domains of a school by the findings that hold and the weights that are current now."""
    rule = await current_of(session, programme_year)
    if rule is None:
        raise errors.RankingRuleMissing("The national team has not published them, so nothing can be ranked.")
    tool = await instruments.current_of(session, programme_year, InstrumentKind.SELF_ASSESSMENT)
    current = await findings.current_of(session, participation_id)
    heard = [rules.Heard(*(getattr(each, name) for name in rules.Heard._fields)) for each in current]
    voice = await voice_was_heard(session, participation_id)
    weighed = contract.RankingRule.model_validate(rule)
    domains = rules.domains_of(tool.domains if tool else (), heard)
    return Ranked(weighed, rules.ranked(domains, heard, voice, weighed.weights), rules.missing(heard, voice))
