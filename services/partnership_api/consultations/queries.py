"""How consultations are read: by those who see the project, its schools excepted."""

from services.partnership_api.projects.queries import partners_visible
from shared.contracts.partnership import selection as contract
from shared.kit.reads import View

from .models import Consultation

CONSULTATIONS = View(
    Consultation,
    contract.Consultation,
    partners_visible(Consultation.project_id, Consultation.icb_code),
    sorts=("id", "updated_at"),
)
