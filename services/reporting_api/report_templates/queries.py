"""How report templates are read. They are public, so every caller sees every row."""

from sqlalchemy import true

from shared.contracts.reporting import report_templates as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View

from .models import ReportTemplate

REPORT_TEMPLATES = View(
    ReportTemplate,
    contract.ReportTemplate,
    dict.fromkeys(Kind, ReportTemplate.is_current.expression),
    key="programme_year",
    sorts=("programme_year", "updated_at"),
)
"""The current edition of each year."""

EDITIONS = View(ReportTemplate, contract.ReportTemplate, dict.fromkeys(Kind, true()), sorts=("-version",))
