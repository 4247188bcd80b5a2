"""A worker as a process of its own, for tests that kill it: `python one_worker.py <database url>`."""

import asyncio
import sys

from services.commissioning_api.main import SERVICE
from services.commissioning_api.proposals.worker import look_for_plans
from shared.kit.db import PooledDatabase
from tests.support.settings import settings_for

if __name__ == "__main__":
    settings = settings_for(SERVICE, sys.argv[1])
    asyncio.run(look_for_plans(PooledDatabase(settings), settings))
