"""How findings are read: by the school, its board, its authority, and its project's parent carer groups."""

from services.assessment_api.participations.queries import seen_by_partners
from shared.contracts.assessment import findings as contract
from shared.kit.reads import View

from .models import Finding

FINDINGS = View(Finding, contract.Finding, seen_by_partners(Finding), sorts=("id", "updated_at"))
