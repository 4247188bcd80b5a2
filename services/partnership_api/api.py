"""The service's routers and the sentences that introduce them in the documentation."""

from services.partnership_api.organisations.endpoints import router as organisations

ROUTERS = (organisations,)

TAGS = {
    "Organisations": "Boards, authorities and parent carer groups: the partners a project can have.",
}
