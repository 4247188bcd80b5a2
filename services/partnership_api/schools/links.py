"""The GIAS links file, read as a stream: which school followed which, when a conversion changed the URN."""

from collections.abc import AsyncIterable, AsyncIterator, Callable
from datetime import date
from typing import Any, NamedTuple

from shared.contracts.partnership.schools import LinkKind
from shared.kit.tabular import RejectedRow, Row, read_table

from . import values
from .values import ValueRefused


class Link(NamedTuple):
    """`link_urn` is the predecessor, or the successor, of `urn`."""

    urn: str
    link_urn: str
    kind: LinkKind
    link_type: str
    established_on: date | None


class LinkBatch(NamedTuple):
    """`absent`: the fields of which the file says nothing, for want of their columns."""

    links: list[Link]
    rejected: list[RejectedRow]
    ignored: int
    absent: frozenset[str]


_REQUIRED: dict[str, Callable[[str], Any]] = {
    "URN": values.urn,
    "LinkURN": values.urn,
    "LinkType": values.required_text(100),
}
_OPTIONAL: dict[str, Callable[[str], Any]] = {"LinkEstablishedDate": values.day}
_COLUMNS = _REQUIRED | _OPTIONAL


async def read_links(chunks: AsyncIterable[bytes]) -> AsyncIterator[LinkBatch]:
    """Yield predecessors and successors batch by batch, with a count of the other kinds of link left out."""
    async for rows, rejected, absent in read_table(chunks, required=tuple(_REQUIRED), optional=tuple(_OPTIONAL)):
        links = []
        ignored = 0
        for row in rows:
            link = _link(row)
            if link is None:
                ignored += 1
            elif isinstance(link, Link):
                links.append(link)
            else:
                rejected.append(link)
        yield LinkBatch(links, rejected, ignored, frozenset({"established_on"} if absent else ()))


def _link(row: Row) -> Link | RejectedRow | None:
    read_values = []
    for (column, read), value in zip(_COLUMNS.items(), row.values, strict=True):
        try:
            read_values.append(read(value))
        except ValueRefused as refusal:
            return RejectedRow(row.number, column, refusal.code, refusal.detail)
    urn, link_urn, link_type, established_on = read_values
    kind = next((kind for kind in LinkKind if link_type.lower().startswith(kind)), None)
    if kind is None:
        return None
    if urn == link_urn:
        return RejectedRow(row.number, "LinkURN", "links_to_itself", "A school cannot follow itself.")
    return Link(urn, link_urn, kind, link_type, established_on)
