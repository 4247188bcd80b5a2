"""What the service follows: who takes part, who answers for the projects, and who the partners are."""

from services.assessment_api.participations.service import follow_member, follow_participation, follow_project
from shared.contracts.partnership import participations, projects
from shared.kit.subscriber import Subscription

SUBSCRIPTIONS = (
    Subscription(
        "partnership",
        {
            **{event.type: follow_participation for event in participations.PARTICIPATION_EVENTS},
            **{event.type: follow_project for event in projects.PROJECT_EVENTS},
            projects.MemberJoined.type: follow_member,
            projects.MemberLeft.type: follow_member,
        },
    ),
)
PROJECTIONS = ("participations", "projects", "project_members")
