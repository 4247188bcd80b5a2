"""The service's routers and the sentences that introduce them in the documentation."""

from services.reporting_api.dashboards.endpoints import router as dashboards

ROUTERS = (dashboards,)

TAGS = {
    "Dashboards": "The programme at a glance, and flat tables of it for Power BI and the like.",
}
