"""What the service follows: who takes part, and who the partners are."""

from services.assessment_api.participations.service import follow_member, follow_participation
from shared.contracts.partnership import participations, projects
from shared.kit.subscriber import Subscription

SUBSCRIPTIONS = (
    Subscription(
        "partnership",
        {
            **{event.type: follow_participation for event in participations.PARTICIPATION_EVENTS},
            projects.MemberJoined.type: follow_member,
            projects.MemberLeft.type: follow_member,
        },
    ),
)
PROJECTIONS = ("participations", "project_members")
