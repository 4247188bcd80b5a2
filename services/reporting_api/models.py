"""Every table of the service, so that migrations see them all."""

from services.reporting_api.projections import models as projections
from services.reporting_api.summaries import models as summaries
from services.reporting_api.tables import Base

__all__ = ["Base", "projections", "summaries"]
