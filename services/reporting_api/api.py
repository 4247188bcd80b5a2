"""The service's routers and the sentences that introduce them in the documentation."""

from services.reporting_api.dashboards.endpoints import router as dashboards
from services.reporting_api.evaluation.endpoints import router as evaluation
from services.reporting_api.extracts.endpoints import router as extracts
from services.reporting_api.information_requests.endpoints import router as information_requests

ROUTERS = (dashboards, evaluation, information_requests, extracts)

TAGS = {
    "Dashboards": "The programme at a glance, and flat tables of it for Power BI and the like.",
    "Evaluation": "Evaluations of the programme, and what their evaluators ask of those who take part.",
    "Extracts": "Tables for an evaluator, with pseudonyms for schools: checked for disclosure, released, downloaded.",
}
