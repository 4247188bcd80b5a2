"""`load-reference`: the illustrative instruments, from files of ours."""

from services.assessment_api import reference
from services.assessment_api.instruments import loading as instruments
from shared.kit.db import Database


async def load_reference(database: Database) -> str:
    """Load all reference data in one transaction; loading it again changes nothing."""
    async with database.transaction() as session:
        published = await instruments.load(session, reference.instruments())
    return f"Reference data of the assessment service: {published} instruments published."
