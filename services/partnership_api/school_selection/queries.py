"""How participations are read: a board those of its projects, an authority and a school their own."""

from sqlalchemy import or_

from services.partnership_api.projects.queries import project_visible
from services.partnership_api.school_selection.models import Participation
from shared.contracts.partnership import participations as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View, caller_code

PARTICIPATIONS = View(
    Participation,
    contract.Participation,
    {
        **project_visible(Participation.project_id, Participation.icb_code),
        Kind.LA: Participation.la_code == caller_code(),
        # After a conversion the school has a new number, and its tokens too; its old one ends with it.
        Kind.SCHOOL: or_(Participation.urn == caller_code(), Participation.current_urn == caller_code()),
    },
    sorts=("id", "school_name", "updated_at"),
)
