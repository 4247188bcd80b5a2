"""`load-reference`: the illustrative report templates, from files of ours."""

from services.reporting_api import reference
from services.reporting_api.report_templates import loading as report_templates
from shared.kit.db import Database
from shared.kit.settings import Settings


async def load_reference(database: Database, _settings: Settings) -> str:
    """Load all reference data in one transaction; loading it again changes nothing."""
    async with database.transaction() as session:
        published = await report_templates.load(session, reference.report_templates())
    return f"Reference data of the reporting service: {published} report templates published."
