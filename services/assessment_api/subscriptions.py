"""What the service follows: who takes part, and who the partners are."""

from services.assessment_api.participations.service import follow_member, follow_participation
from shared.contracts.partnership import participations, projects
from shared.kit.subscriber import Subscription

SUBSCRIPTIONS = (
    Subscription(
        "partnership",
        {
            participations.ParticipationSelected.type: follow_participation,
            participations.ParticipationConfirmed.type: follow_participation,
            participations.ParticipationWithdrawn.type: follow_participation,
            projects.MemberJoined.type: follow_member,
            projects.MemberLeft.type: follow_member,
        },
    ),
)
PROJECTIONS = ("participations", "project_members")
