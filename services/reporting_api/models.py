"""Every table of the service, so that migrations see them all."""

from services.reporting_api.authorities import models as authorities
from services.reporting_api.evaluation import models as evaluation
from services.reporting_api.exports import models as exports
from services.reporting_api.extracts import models as extracts
from services.reporting_api.information_requests import models as information_requests
from services.reporting_api.projections import models as projections
from services.reporting_api.quarterly_reports import models as quarterly_reports
from services.reporting_api.report_templates import models as report_templates
from services.reporting_api.summaries import models as summaries
from services.reporting_api.tables import Base
from services.reporting_api.update_requests import models as update_requests
from services.reporting_api.webhooks import models as webhooks

__all__ = [
    "Base",
    "authorities",
    "evaluation",
    "exports",
    "extracts",
    "information_requests",
    "projections",
    "quarterly_reports",
    "report_templates",
    "summaries",
    "update_requests",
    "webhooks",
]
