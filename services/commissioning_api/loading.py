"""`load-reference`: the illustrative menu, from a file of ours."""

from services.commissioning_api import reference
from services.commissioning_api.menus import loading as menus
from shared.kit.db import Database
from shared.kit.settings import Settings


async def load_reference(database: Database, _settings: Settings) -> str:
    """Load all reference data in one transaction; loading it again changes nothing."""
    async with database.transaction() as session:
        published = await menus.load(session, reference.menus())
    return f"Reference data of the commissioning service: {published} menus published."
