"""`load-reference`: the illustrative report templates and the local authorities, from files of ours."""

from dataclasses import asdict

from services.reporting_api import reference
from services.reporting_api.authorities import loading as authorities
from services.reporting_api.report_templates import loading as report_templates
from shared.kit.db import Database
from shared.kit.settings import Settings


async def load_reference(database: Database, _settings: Settings) -> str:
    """Load all reference data in one transaction; loading it again changes nothing."""
    async with database.transaction() as session:
        changed = await authorities.load(session, map(asdict, reference.local_authorities()))
        published = await report_templates.load(session, reference.report_templates())
    return (
        f"Reference data of the reporting service: {published} report templates published,"
        f" {changed} local authorities new or changed."
    )
