"""What the service follows: who takes part, from partnership_api, and what it announced itself, to sum it up."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.assessment_api.participations.service import follow_member, follow_participation, follow_project
from services.assessment_api.summaries import service as summaries
from shared.contracts.event import CloudEvent
from shared.contracts.partnership import participations, projects
from shared.kit.subscriber import BatchSubscription, Subscription

_TAKING_PART = {event.type: follow_participation for event in participations.PARTICIPATION_EVENTS}
_PARTNERSHIP = Subscription(
    "partnership",
    {
        **_TAKING_PART,
        **{event.type: follow_project for event in projects.PROJECT_EVENTS},
        projects.MemberJoined.type: follow_member,
        projects.MemberLeft.type: follow_member,
    },
)


async def follow_partnership(session: AsyncSession, events: Sequence[CloudEvent]) -> None:
    """Copy what a batch says, then sum up the projects whose schools it is about."""
    await _PARTNERSHIP.apply(session, events)
    touched = {UUID(event.data["project_id"]) for event in events if event.type in _TAKING_PART}
    await summaries.summarise(session, touched)


SUBSCRIPTIONS = (
    BatchSubscription("partnership", _PARTNERSHIP.types, follow_partnership),
    # Its own feed: a sum kept in the transaction of a write would make every write wait for the one before.
    BatchSubscription("assessment", summaries.TYPES, summaries.follow),
)
PROJECTIONS = (
    "completion_summaries",
    "domain_summaries",
    "progress_summaries",
    "survey_summaries",
    "theme_summaries",
    "school_domain_scores",
    "analysed_assessments",
    "analysed_surveys",
    "analysed_themes",
    "participations",
    "projects",
    "project_members",
)
