"""Every table of the service, so that migrations see them all."""

from services.reporting_api.projections import models as projections
from services.reporting_api.quarterly_reports import models as quarterly_reports
from services.reporting_api.report_templates import models as report_templates
from services.reporting_api.summaries import models as summaries
from services.reporting_api.tables import Base
from services.reporting_api.update_requests import models as update_requests

__all__ = ["Base", "projections", "quarterly_reports", "report_templates", "summaries", "update_requests"]
