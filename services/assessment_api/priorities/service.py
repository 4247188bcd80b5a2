"""Priorities: proposed by the school or its board, in force once both agree, and until the next ones are agreed.

What is decided for one school is decided one at a time: proposals and agreements first wait for their turn with the
participation, then lock sets, then findings. Renewing findings locks nothing of this, so nobody waits in a circle.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.assessment_api.findings import service as findings
from services.assessment_api.participations import service as participations
from services.assessment_api.participations.errors import NotYourSchool
from services.assessment_api.ranking import service as ranking
from shared.contracts.assessment import priorities as contract
from shared.contracts.assessment.findings import FindingStatus
from shared.contracts.assessment.priorities import PriorityStatus
from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.partnership.participations import Participation
from shared.contracts.problem import FieldError
from shared.contracts.roles import Kind
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.concurrency import found, locked
from shared.kit.http_client import Neighbour

from . import errors, rules, schemas
from .models import PrioritySet
from .queries import PRIORITY_SETS


async def propose(
    session: AsyncSession, neighbour: Neighbour, participation_id: UUID, new: schemas.NewPriorities, actor: Actor
) -> PrioritySet:
    """Propose priorities for a school in place of those that are proposed; what is agreed stays in force."""
    school = await participations.confirmed(neighbour, participation_id, actor)
    await _wait_for_turn(session, participation_id)
    cited = await findings.cited(session, participation_id, _ids(each.finding_ids for each in new.priorities))
    by_rule = await ranking.ranking(session, participation_id, school.programme_year)
    known = {each.id: rules.Cited(each.domain, each.status is FindingStatus.CURRENT) for each in cited}
    if wrong := rules.faults(new.priorities, by_rule.domains, known):
        raise errors.PrioritiesRefused(errors=wrong)
    await _supersede(session, participation_id, PriorityStatus.PROPOSED, actor)
    proposed = await _proposal(session, school, new, by_rule, actor)
    session.add(proposed)
    own = schemas.Agreement()
    _agree(proposed, _sides(proposed, own, actor), own, actor)
    await outbox.announce(session, contract.PrioritiesProposed, proposed, actor)
    return proposed


async def confirm(
    session: AsyncSession, set_id: UUID, said: schemas.Agreement, version: int, actor: Actor
) -> PrioritySet:
    """Agree for the school, for the delivery team, or as a board for both; agreed by both they come into force."""
    seen: PrioritySet = await found(session, PRIORITY_SETS, set_id, actor, missing=errors.PrioritySetNotFound)
    await _wait_for_turn(session, seen.participation_id)
    chosen: PrioritySet = await locked(
        session, PRIORITY_SETS, set_id, actor, version=version, missing=errors.PrioritySetNotFound
    )
    await participations.must_lead(session, chosen.project_id, chosen.icb_code, actor, NotYourSchool)
    chosen.must_be_open()
    await _must_still_hold(session, chosen)
    sides = _sides(chosen, said, actor)
    kind: type[Event] = contract.PrioritiesConfirmed
    if chosen.complete_with(*sides):
        await _supersede(session, chosen.participation_id, PriorityStatus.AGREED, actor)
        chosen.come_into_force(at=utc_now())
        kind = contract.PrioritiesAgreed
    _agree(chosen, sides, said, actor)
    await outbox.announce(session, kind, chosen, actor)
    return chosen


async def _wait_for_turn(session: AsyncSession, participation_id: UUID) -> None:
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(participation_id), 7236994))))


class _Sides(NamedTuple):
    school: bool
    team: bool


def _sides(chosen: PrioritySet, said: schemas.Agreement, actor: Actor) -> _Sides:
    """For whom the caller agrees: a board that records the school's agreement agrees itself too, if it has not yet."""
    for_school = said.school_agreement is not None
    if actor.kind is not Kind.SCHOOL:
        return _Sides(school=for_school, team=not for_school or chosen.team_agreed_at is None)
    if for_school:
        fault = FieldError(pointer="/school_agreement", code="not_yours", detail="Leave this out.")
        raise errors.SchoolSpeaksForItself(errors=[fault])
    return _Sides(school=True, team=False)


def _agree(chosen: PrioritySet, sides: _Sides, said: schemas.Agreement, actor: Actor) -> None:
    now = utc_now()
    if sides.school:
        chosen.agreed_by_school(actor.organisation, at=now, recorded_of=said.school_agreement)
    if sides.team:
        chosen.agreed_by_team(actor.organisation, at=now)


async def _must_still_hold(session: AsyncSession, chosen: PrioritySet) -> None:
    ids = _ids(priority["finding_ids"] for priority in chosen.priorities)
    cited = await findings.cited(session, chosen.participation_id, ids)
    if gone := sum(each.status is not FindingStatus.CURRENT for each in cited):
        raise errors.FindingsSuperseded(
            f"Of the findings that they cite, {gone} {'was' if gone == 1 else 'were'} superseded after the proposal. "
            "Look at what is found now, and propose anew."
        )


async def _supersede(session: AsyncSession, participation_id: UUID, status: PriorityStatus, actor: Actor) -> None:
    """Let the school's set of this status go, before another takes its place: there is never more than one."""
    before = await session.scalar(
        select(PrioritySet)
        .where(PrioritySet.participation_id == participation_id, PrioritySet.status == status)
        .with_for_update()
    )
    if before is not None:
        before.supersede()
        await outbox.announce(session, contract.PrioritiesSuperseded, before, actor)


async def _proposal(
    session: AsyncSession, school: Participation, new: schemas.NewPriorities, by_rule: ranking.Ranked, actor: Actor
) -> PrioritySet:
    of_school = PrioritySet.participation_id == school.id
    latest = await session.scalar(select(func.max(PrioritySet.number)).where(of_school))
    return PrioritySet(
        participation_id=school.id,
        project_id=school.project_id,
        icb_code=school.icb_code,
        la_code=school.la_code,
        urn=school.urn,
        programme_year=school.programme_year,
        number=(latest or 0) + 1,
        priorities=_json(rules.numbered(new.priorities)),
        ranked=_json(by_rule.domains),
        missing=_json(by_rule.missing),
        ranking_rule_id=by_rule.rule.id,
        proposed_by=actor.organisation,
    )


def _json(parts: Sequence[Output]) -> list[dict[str, Any]]:
    return [part.model_dump(mode="json") for part in parts]


def _ids(lists: Iterable[Iterable[UUID | str]]) -> list[UUID]:
    return [UUID(str(finding_id)) for each in lists for finding_id in each]
