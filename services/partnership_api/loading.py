"""`load-reference`: boards, authorities and programme years, from files of ours."""

from services.partnership_api.organisations import loading as organisations
from services.partnership_api.programmes import loading as programmes
from shared.kit.db import Database
from shared.kit.settings import Settings


async def load_reference(database: Database, _settings: Settings) -> str:
    """Load all reference data in one transaction; loading it again changes nothing."""
    async with database.transaction() as session:
        changed = await organisations.load(session) + await programmes.load(session)
    return f"Reference data of the partnership service: {changed} rows new or changed."
