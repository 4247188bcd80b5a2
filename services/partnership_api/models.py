"""Every table of the service, so that migrations see them all."""

from services.partnership_api.candidates import models as candidates
from services.partnership_api.consultations import models as consultations
from services.partnership_api.contacts import models as contacts
from services.partnership_api.delivery_plans import models as delivery_plans
from services.partnership_api.funding import models as funding
from services.partnership_api.governance import models as governance
from services.partnership_api.members import models as members
from services.partnership_api.memoranda import models as memoranda
from services.partnership_api.organisations import models as organisations
from services.partnership_api.programmes import models as programmes
from services.partnership_api.projects import models as projects
from services.partnership_api.reviews import models as reviews
from services.partnership_api.school_selection import models as school_selection
from services.partnership_api.schools import models as schools
from services.partnership_api.sign_offs import models as sign_offs
from services.partnership_api.tables import Base

__all__ = [
    "Base",
    "candidates",
    "consultations",
    "contacts",
    "delivery_plans",
    "funding",
    "governance",
    "members",
    "memoranda",
    "organisations",
    "programmes",
    "projects",
    "reviews",
    "school_selection",
    "schools",
    "sign_offs",
]
