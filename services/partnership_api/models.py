"""Every table of the service, so that migrations see them all."""

from services.partnership_api.organisations import models as organisations
from services.partnership_api.schools import models as schools
from services.partnership_api.tables import Base

__all__ = ["Base", "organisations", "schools"]
