"""How sign-offs are read: by those who see the plan."""

from services.partnership_api.projects.queries import partners_visible
from shared.contracts.partnership import sign_offs as contract
from shared.kit.reads import View

from .models import SignOff

SIGN_OFFS = View(
    SignOff,
    contract.SignOff,
    partners_visible(SignOff.project_id, SignOff.icb_code),
    sorts=("id", "updated_at"),
)
