"""Every table of the service, so that migrations see them all."""

from services.reporting_api.evaluation import models as evaluation
from services.reporting_api.extracts import models as extracts
from services.reporting_api.information_requests import models as information_requests
from services.reporting_api.projections import models as projections
from services.reporting_api.summaries import models as summaries
from services.reporting_api.tables import Base

__all__ = ["Base", "evaluation", "extracts", "information_requests", "projections", "summaries"]
