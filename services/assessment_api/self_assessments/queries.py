"""How self-assessments are read: by the school, its board, its authority, and its project's parent carer groups."""

from sqlalchemy import or_, true

from services.assessment_api.participations.queries import projects_led, projects_of_caller, urns_of_school
from shared.contracts.assessment import self_assessments as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View, caller_code

from .models import SelfAssessment

SELF_ASSESSMENTS = View(
    SelfAssessment,
    contract.SelfAssessment,
    {
        Kind.ICB: or_(SelfAssessment.icb_code == caller_code(), SelfAssessment.project_id == projects_led()),
        Kind.LA: SelfAssessment.la_code == caller_code(),
        Kind.SCHOOL: SelfAssessment.urn == urns_of_school(),
        Kind.PCG: SelfAssessment.project_id.in_(projects_of_caller()),
        Kind.NATIONAL: true(),
        Kind.SERVICE: true(),
    },
    sorts=("id", "updated_at"),
)
