"""The service's routers and the sentences that introduce them in the documentation."""

from services.partnership_api.contacts.endpoints import router as contacts
from services.partnership_api.funding.endpoints import router as funding
from services.partnership_api.governance.endpoints import router as governance
from services.partnership_api.identifiers.endpoints import router as identifiers
from services.partnership_api.members.endpoints import router as members
from services.partnership_api.organisations.endpoints import router as organisations
from services.partnership_api.programmes.endpoints import router as programmes
from services.partnership_api.projects.endpoints import router as projects
from services.partnership_api.school_selection.endpoints import router as school_selection
from services.partnership_api.schools.endpoints import router as schools

ROUTERS = (
    programmes,
    organisations,
    identifiers,
    schools,
    projects,
    members,
    contacts,
    funding,
    governance,
    school_selection,
)

TAGS = {
    "Programme years": "The rules of each financial year of the programme, published as editions.",
    "Organisations": "Boards, authorities, parent carer groups, national bodies and evaluators.",
    "Identifiers": "Which codes stand, or stood, for one and the same organisation.",
    "Schools": "The schools of the public register, whether each may take part, and which followed which.",
    "Projects": "Each board's local arrangement in one programme year.",
    "Members": "The partners of each project: who joined, who left, who is still missing.",
    "Contacts": "Whom to ask in an organisation, for use at work alone; and who has read that.",
    "Funding": "What each project may spend: allotted, released in tranches, and recovered.",
    "Governance": "The group that oversees each project, its meetings, and the decisions taken.",
    "Participations": "The schools of each project: selected by the board, confirmed by the school.",
}
