"""How self-assessments are read: by the school, its board, its authority, and its project's parent carer groups."""

from services.assessment_api.participations.queries import seen_by_partners
from shared.contracts.assessment import self_assessments as contract
from shared.kit.reads import View

from .models import SelfAssessment

SELF_ASSESSMENTS = View(
    SelfAssessment, contract.SelfAssessment, seen_by_partners(SelfAssessment), sorts=("id", "updated_at")
)
