"""What rows rest on that somebody else knows: asked for once each, before anything is locked."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from shared.kit.errors import Forbidden, Refusal

Key = TypeVar("Key")
Known = TypeVar("Known")


async def known_of(
    keys: Iterable[Key], ask: Callable[[Key], Awaitable[Known]], *, at_once: int = 1
) -> Callable[[Key], Known]:
    """What `ask` says of each key, by a function that gives it, or raises the refusal that was had for it.

    Where a session answers, one is asked at a time.
    """
    turns = asyncio.Semaphore(at_once)

    async def outcome(key: Key) -> Known | Refusal:
        async with turns:
            try:
                return await ask(key)
            except Refusal as refusal:
                if refused_for_itself(refusal):
                    return refusal
                raise

    wanted = list(dict.fromkeys(keys))
    answers: dict[Key, Known | Refusal] = {}
    try:
        async with asyncio.TaskGroup() as group:
            asking = {key: group.create_task(outcome(key)) for key in wanted}
    except BaseExceptionGroup as several:
        raise several.exceptions[0] from None
    answers.update({key: task.result() for key, task in asking.items()})

    def known(key: Key) -> Known:
        answer = answers[key]
        if isinstance(answer, Refusal):
            raise answer
        return answer

    return known


def refused_for_itself(refusal: Refusal) -> bool:
    """Whether a row is at fault: not the caller's token, nor a neighbour or the database that is away."""
    of_token = refusal.status == 401 or type(refusal) is Forbidden
    return refusal.status < 500 and refusal.status != 429 and not of_token
