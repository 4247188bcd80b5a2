"""What the service follows: who takes part and answers for it, the partners, the money, who assessed themselves."""

from services.commissioning_api.ledger.following import follow_allocation, follow_release
from services.commissioning_api.participations.service import (
    follow_member,
    follow_participation,
    follow_project,
    follow_self_assessment,
)
from shared.contracts.assessment import self_assessments
from shared.contracts.partnership import funding, participations, projects
from shared.kit.subscriber import Subscription

SUBSCRIPTIONS = (
    Subscription(
        "partnership",
        {
            **{event.type: follow_participation for event in participations.PARTICIPATION_EVENTS},
            **{event.type: follow_project for event in projects.PROJECT_EVENTS},
            projects.MemberJoined.type: follow_member,
            projects.MemberLeft.type: follow_member,
            funding.AllocationSet.type: follow_allocation,
            funding.AllocationReduced.type: follow_allocation,
            funding.ReleaseMade.type: follow_release,
            funding.ReleaseRecovered.type: follow_release,
        },
    ),
    Subscription(
        "assessment",
        {
            self_assessments.SelfAssessmentSubmitted.type: follow_self_assessment,
            self_assessments.SelfAssessmentReopened.type: follow_self_assessment,
        },
    ),
)
# The ledger is none of these: its entries are facts, and stay.
PROJECTIONS = ("participations", "projects", "project_members", "self_assessments")
