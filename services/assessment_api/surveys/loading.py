"""Publishing surveys again when the settings say that other counts are small."""

from shared.kit.db import Database

from . import service

_AT_ONCE = 200


async def publish_again(database: Database, threshold: int) -> int:
    """Hide small counts by this threshold in all surveys; how many were published by another before."""
    changed = 0
    while True:
        async with database.transaction() as session:
            found = await service.publish_again(session, threshold, _AT_ONCE, "service:assessment")
        changed += found
        if found < _AT_ONCE:
            return changed
