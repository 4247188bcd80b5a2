"""The service's routers and the sentences that introduce them in the documentation."""

from services.partnership_api.candidates.endpoints import router as candidates
from services.partnership_api.consultations.endpoints import router as consultations
from services.partnership_api.contacts.endpoints import router as contacts
from services.partnership_api.delivery_plans.endpoints import router as delivery_plans
from services.partnership_api.funding.endpoints import router as funding
from services.partnership_api.governance.endpoints import router as governance
from services.partnership_api.identifiers.endpoints import router as identifiers
from services.partnership_api.members.endpoints import router as members
from services.partnership_api.memoranda.endpoints import router as memoranda
from services.partnership_api.organisations.endpoints import router as organisations
from services.partnership_api.programmes.endpoints import router as programmes
from services.partnership_api.projects.endpoints import router as projects
from services.partnership_api.readiness.endpoints import router as readiness
from services.partnership_api.reviews.endpoints import router as reviews
from services.partnership_api.school_imports.endpoints import router as school_imports
from services.partnership_api.school_selection.endpoints import router as school_selection
from services.partnership_api.schools.endpoints import router as schools
from services.partnership_api.sign_offs.endpoints import router as sign_offs

ROUTERS = (
    programmes,
    organisations,
    identifiers,
    school_imports,
    schools,
    projects,
    members,
    contacts,
    funding,
    governance,
    consultations,
    school_selection,
    candidates,
    delivery_plans,
    sign_offs,
    reviews,
    memoranda,
    readiness,
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
    "Delivery plans": "What each project promises, in numbered versions (R13).",
    "Sign-offs": "Who must sign a plan, who has, on which version, and what voided it (R14).",
    "Reviews": "What the national team decided on a plan, and what it asked for (R15).",
    "Memoranda": "What board, DfE and NHSE agree on the ground of an approved plan (R16).",
    "School selection": "Who is a candidate, on what evidence, and who was consulted (R19, R20).",
    "Participations": "The schools of each project: selected by the board, confirmed by the school.",
}
