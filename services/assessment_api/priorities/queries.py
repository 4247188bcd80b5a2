"""How priority sets are read: by the school, its board, its authority, and its project's parent carer groups."""

from services.assessment_api.participations.queries import seen_by_partners
from shared.contracts.assessment import priorities as contract
from shared.kit.reads import View

from .models import PrioritySet

PRIORITY_SETS = View(PrioritySet, contract.PrioritySet, seen_by_partners(PrioritySet), sorts=("id", "updated_at"))
