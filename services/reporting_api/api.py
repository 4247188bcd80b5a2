"""The service's routers and the sentences that introduce them in the documentation."""

from services.reporting_api.dashboards.endpoints import router as dashboards
from services.reporting_api.evaluation.endpoints import router as evaluation
from services.reporting_api.exports.endpoints import by_link as export_links, router as exports
from services.reporting_api.extracts.endpoints import router as extracts
from services.reporting_api.information_requests.endpoints import router as information_requests
from services.reporting_api.measures.endpoints import router as measures
from services.reporting_api.pages.endpoints import router as pages
from services.reporting_api.pages.sign_in import router as pages_sign_in
from services.reporting_api.quarterly_reports.endpoints import router as quarterly_reports
from services.reporting_api.quarterly_reports.writing import router as quarterly_reports_written
from services.reporting_api.report_templates.endpoints import router as report_templates
from services.reporting_api.update_requests.endpoints import router as update_requests
from services.reporting_api.webhooks.endpoints import router as webhooks

ROUTERS = (
    dashboards,
    measures,
    evaluation,
    information_requests,
    extracts,
    quarterly_reports,
    quarterly_reports_written,
    update_requests,
    report_templates,
    exports,
    export_links,
    webhooks,
    pages,
    pages_sign_in,
)

TAGS = {
    "Dashboards": "The programme at a glance, and flat tables of it for Power BI and the like.",
    "Measures": "What each figure is, and how measures went by month and quarter.",
    "Evaluation": "Evaluations of the programme, and what their evaluators ask of those who take part.",
    "Extracts": "Tables for an evaluator, with pseudonyms for schools: checked for disclosure, released, downloaded.",
    "Quarterly reports": "What each project reports each quarter: figures taken down from here, the rest written.",
    "Update requests": "What boards ask of their partners, and what these answer.",
    "Report templates": "Which sections the reports of a programme year have.",
    "Exports": "The flat tables as CSV, NDJSON, XLSX and Parquet: directly, or large ones as jobs with a link.",
    "Webhooks": "Being told of events as they happen, with signatures, retries and a log of what came of each.",
}
