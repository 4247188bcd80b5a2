"""What the service follows: who takes part and answers for it, the partners, what schools need."""

from services.commissioning_api.needs.service import follow_finding, follow_priorities
from services.commissioning_api.participations.service import (
    follow_member,
    follow_participation,
    follow_project,
    follow_self_assessment,
)
from shared.contracts.assessment import findings, priorities, self_assessments
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
    Subscription(
        "assessment",
        {
            self_assessments.SelfAssessmentSubmitted.type: follow_self_assessment,
            self_assessments.SelfAssessmentReopened.type: follow_self_assessment,
            findings.FindingMade.type: follow_finding,
            findings.FindingSuperseded.type: follow_finding,
            priorities.PrioritiesProposed.type: follow_priorities,
            priorities.PrioritiesConfirmed.type: follow_priorities,
            priorities.PrioritiesAgreed.type: follow_priorities,
            priorities.PrioritiesSuperseded.type: follow_priorities,
        },
    ),
)
PROJECTIONS = ("participations", "projects", "project_members", "self_assessments", "known_findings", "known_priority_sets")
