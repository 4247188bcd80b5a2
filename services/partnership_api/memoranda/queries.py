"""How memoranda are read: by those who see the plan."""

from services.partnership_api.projects.queries import partners_visible
from shared.contracts.partnership import memoranda as contract
from shared.kit.reads import View

from .models import Memorandum

MEMORANDA = View(
    Memorandum,
    contract.Memorandum,
    partners_visible(Memorandum.project_id, Memorandum.icb_code),
    sorts=("id", "updated_at"),
)
