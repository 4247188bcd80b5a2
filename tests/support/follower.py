"""A follower as a process of its own, told all it needs: `python -m tests.support.follower DATABASE FEED TOKEN NAME`.

It applies an event by writing down its own name beside the event's, once more each time that it is applied.
"""

import asyncio
import sys

import httpx
from sqlalchemy import text

from shared.kit import standby
from shared.kit.db import PooledDatabase
from shared.kit.http_client import Neighbour
from shared.kit.settings import Settings
from shared.kit.subscriber import Follower, Subscription

REGISTERED = "partnership.parent-carer-group.registered"
TOLD = "create table told (follower text, name text)"


async def main(url: str, feed: str, token: str, name: str) -> None:
    """Until it is killed."""
    # What a test waits for is shorter, and the order the same.
    standby._SILENCE["idle_session_timeout"] = "2s"
    standby._TELL_SECONDS = 0.5
    standby._LOOK_SECONDS = 0.2
    database = PooledDatabase(Settings.for_documents("following").model_copy(update={"database_url": url}))

    async def tell(session, event):
        found = {"follower": name, "name": event.data["name"]}
        await session.execute(text("insert into told values (:follower, :name)"), found)

    async def same() -> str:
        return token

    async with httpx.AsyncClient(headers={"User-Agent": name}) as client:
        neighbour = Neighbour("partnership", feed, client, 5)
        follower = Follower(database, neighbour, Subscription("partnership", {REGISTERED: tell}), same)
        await standby.alone(url, follower.run)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
