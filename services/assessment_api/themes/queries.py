"""How themes are read: by the school, its board, its authority, and its project's parent carer groups."""

from services.assessment_api.participations.queries import seen_by_partners
from shared.contracts.assessment import themes as contract
from shared.kit.reads import View

from .models import Theme

THEMES = View(Theme, contract.Theme, seen_by_partners(Theme), sorts=("id", "updated_at"))
