"""How support proposals are read: by the board that made or answers for them, and the national team."""

from sqlalchemy import or_, true

from services.commissioning_api.participations.queries import projects_led
from services.commissioning_api.proposals.models import SupportProposal
from shared.contracts.commissioning import proposals as contract
from shared.contracts.roles import Kind
from shared.kit.leases import waiting
from shared.kit.reads import View, caller_code

_VISIBLE = {
    Kind.ICB: or_(SupportProposal.icb_code == caller_code(), SupportProposal.project_id == projects_led()),
    Kind.NATIONAL: true(),
    Kind.SERVICE: true(),
}
PROPOSALS = View(SupportProposal, contract.SupportProposal, _VISIBLE)
PROPOSAL_SUMMARIES = View(SupportProposal, contract.SupportProposalSummary, _VISIBLE, sorts=("id", "updated_at"))
"""Without the plan, which may have thousands of lines."""
JOBS = waiting(SupportProposal, "support-proposal")
