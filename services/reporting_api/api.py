"""The service's routers and the sentences that introduce them in the documentation."""

from services.reporting_api.dashboards.endpoints import router as dashboards
from services.reporting_api.evaluation.endpoints import router as evaluation
from services.reporting_api.extracts.endpoints import router as extracts
from services.reporting_api.information_requests.endpoints import router as information_requests
from services.reporting_api.pages.endpoints import router as pages
from services.reporting_api.pages.sign_in import router as pages_sign_in
from services.reporting_api.quarterly_reports.endpoints import router as quarterly_reports
from services.reporting_api.quarterly_reports.writing import router as quarterly_reports_written
from services.reporting_api.report_templates.endpoints import router as report_templates
from services.reporting_api.update_requests.endpoints import router as update_requests

ROUTERS = (
    dashboards,
    evaluation,
    information_requests,
    extracts,
    quarterly_reports,
    quarterly_reports_written,
    update_requests,
    report_templates,
    pages,
    pages_sign_in,
)

TAGS = {
    "Dashboards": "The programme at a glance, and flat tables of it for Power BI and the like.",
    "Evaluation": "Evaluations of the programme, and what their evaluators ask of those who take part.",
    "Extracts": "Tables for an evaluator, with pseudonyms for schools: checked for disclosure, released, downloaded.",
    "Quarterly reports": "What each project reports each quarter: figures taken down from here, the rest written.",
    "Update requests": "What boards ask of their partners, and what these answer.",
    "Report templates": "Which sections the reports of a programme year have.",
}
