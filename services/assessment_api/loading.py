"""`load-reference`: the illustrative instruments and ranking weights, from files of ours."""

from services.assessment_api import reference
from services.assessment_api.instruments import loading as instruments
from services.assessment_api.ranking import loading as ranking
from shared.kit.db import Database


async def load_reference(database: Database) -> str:
    """Load all reference data in one transaction; loading it again changes nothing."""
    async with database.transaction() as session:
        published = await instruments.load(session, reference.instruments())
        rules = await ranking.load(session, reference.ranking_rules())
    return f"Reference data of the assessment service: {rules} ranking rules and {published} instruments published."
