"""A worker as a process of its own, for a test that kills it: it stays in the middle of its file.

`python one_worker.py <database url>`.
"""

import asyncio
import sys

from services.reporting_api.exports import jobs, worker
from services.reporting_api.main import SERVICE
from shared.kit.db import PooledDatabase
from tests.support.settings import settings_for

KEPT_BEFORE = 3
_keep = jobs.keep


async def keep(session, job, number, content, rows):
    if number > KEPT_BEFORE:
        await asyncio.sleep(3600)
    return await _keep(session, job, number, content, rows)


if __name__ == "__main__":
    worker.PIECE = 50_000
    jobs.keep = keep
    settings = settings_for(SERVICE, sys.argv[1])
    asyncio.run(worker.write_exports(PooledDatabase(settings), settings))
