"""Reading lists page by page, whole lists as they stream, and the feed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

import httpx

from pins.client import Client, Params
from pins.lists import service_of

Row = dict[str, Any]

_PAGE = 500
_LONGEST_WAIT = 20


def rows(client: Client, name: str, filters: Params, limit: int | None) -> Iterator[Row]:
    """The rows of a list, following its cursors, up to a limit."""
    service, path = service_of(name)

    def all_of_it() -> Iterator[Row]:
        asked = {**filters, "limit": str(min(limit or _PAGE, _PAGE))}
        while True:
            page = client.get(service, path, asked).json()
            yield from page["items"]
            if not page["next_cursor"]:
                return
            asked["cursor"] = page["next_cursor"]

    return islice(all_of_it(), limit)


@contextmanager
def whole(client: Client, name: str, filters: Params, form: str) -> Iterator[httpx.Response]:
    """A whole list as the service streams it: `csv` or `ndjson`."""
    service, path = service_of(name)
    with client.streamed(service, path, {**filters, "format": form}) as answer:
        yield answer


def lines(answer: httpx.Response) -> Iterator[str]:
    """The lines of an answer with their ends: a cell of a CSV may have some within."""
    rest = ""
    for piece in answer.iter_text():
        *whole_lines, rest = (rest + piece).split("\n")
        yield from (f"{each}\n" for each in whole_lines)
    if rest:
        yield rest


@dataclass(frozen=True)
class Batch:
    """Events, and the cursor behind them."""

    events: Sequence[Row]
    cursor: str


def follow(client: Client, service: str, after: str | None, types: Sequence[str], *, wait: bool) -> Iterator[Batch]:
    """The feed from a cursor on: to its end, or for ever when asked to wait."""
    while True:
        asked = {"limit": "1000"} | ({"wait": str(_LONGEST_WAIT)} if wait else {})
        asked |= {"after": after} if after else {}
        asked |= {"type": ",".join(types)} if types else {}
        answer = client.get(service, "/v1/events", asked)
        batch = Batch(answer.json(), answer.headers["X-Next-Cursor"])
        ended = not batch.events and after not in (None, "latest")
        yield batch
        after = batch.cursor
        if ended and not wait:
            return
