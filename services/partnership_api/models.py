"""Every table of the service, so that migrations see them all."""

from services.partnership_api.contacts import models as contacts
from services.partnership_api.funding import models as funding
from services.partnership_api.governance import models as governance
from services.partnership_api.members import models as members
from services.partnership_api.organisations import models as organisations
from services.partnership_api.programmes import models as programmes
from services.partnership_api.projects import models as projects
from services.partnership_api.school_selection import models as school_selection
from services.partnership_api.schools import models as schools
from services.partnership_api.tables import Base

__all__ = [
    "Base",
    "contacts",
    "funding",
    "governance",
    "members",
    "organisations",
    "programmes",
    "projects",
    "school_selection",
    "schools",
]
