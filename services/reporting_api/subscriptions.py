"""What the service follows: all three owners, each from its own feed."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting_api.projections import followed, service as projections
from services.reporting_api.quarterly_reports import beginning as quarterly_reports
from services.reporting_api.summaries import service as summaries
from shared.contracts.event import CloudEvent
from shared.kit.subscriber import BatchSubscription


async def apply(session: AsyncSession, events: Sequence[CloudEvent]) -> None:
    """Copy what a batch says, bring up to date the summaries it touches, begin the reports that are to be written."""
    touched = await projections.keep(session, events)
    await summaries.recompute(session, touched.projects, touched.participations)
    await quarterly_reports.begin(session, touched.projects, quarterly_reports.years_in(events))


SUBSCRIPTIONS = (
    BatchSubscription("partnership", sorted(followed.PARTNERSHIP), apply),
    BatchSubscription("assessment", sorted(followed.ASSESSMENT), apply),
    BatchSubscription("commissioning", sorted(followed.COMMISSIONING), apply),
)
PROJECTIONS = (
    "series_summaries",
    "authority_domain_summaries",
    "project_domain_summaries",
    "school_domain_summaries",
    "authority_summaries",
    "project_summaries",
    "strand_summaries",
    "school_summaries",
    "memoranda",
    "delivery_plans",
    "releases",
    "allocations",
    "ledger_entries",
    "engagement_entries",
    "school_groups",
    "delivery_sessions",
    "surveys",
    "priority_sets",
    "package_lines",
    "self_assessments",
    "participations",
    "project_members",
    "projects",
    "programme_years",
    "evaluators",
)
