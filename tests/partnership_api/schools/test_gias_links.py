"""The GIAS links file tells which school followed which."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterable
from datetime import date

import pytest

from services.partnership_api.schools.links import Link, LinkKind, read_links
from shared.kit.tabular import ColumnsMissing, RejectedRow
from tests.support.shared_data import shared_data
from tests.support.uploads import chunks_of, chunks_of_file

HEADER = b'"URN","LinkURN","LinkName","LinkType","LinkEstablishedDate"\n'


async def collect(
    chunks: AsyncIterable[bytes],
) -> tuple[list[Link], list[RejectedRow], int]:
    links: list[Link] = []
    rejected: list[RejectedRow] = []
    ignored = 0
    async for batch in read_links(chunks):
        links.extend(batch.links)
        rejected.extend(batch.rejected)
        ignored += batch.ignored
    return links, rejected, ignored


def read(rows: bytes) -> tuple[list[Link], list[RejectedRow], int]:
    return asyncio.run(collect(chunks_of(HEADER + rows)))


def test_predecessors_and_successors_are_read_in_whatever_wording() -> None:
    links, rejected, ignored = read(
        b'100006,134643,"CCfL","Predecessor - merged","01-01-2022"\n100016,132245,"Kingsgate","Successor",""\n'
    )
    assert links == [
        Link(
            "100006",
            "134643",
            LinkKind.PREDECESSOR,
            "Predecessor - merged",
            date(2022, 1, 1),
        ),
        Link("100016", "132245", LinkKind.SUCCESSOR, "Successor", None),
    ]
    assert (rejected, ignored) == ([], 0)


def test_other_kinds_of_link_are_counted_and_left_out() -> None:
    assert read(b'100006,134643,"A","Sixth Form Centre School",""\n') == ([], [], 1)


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (b"1,134643,A,Successor,\n", "URN", "not_a_urn"),
        (b"100006,x,A,Successor,\n", "LinkURN", "not_a_urn"),
        (b"100006,134643,A,,\n", "LinkType", "value_missing"),
        (
            b"100006,134643,A,Successor,32-01-2022\n",
            "LinkEstablishedDate",
            "not_a_date",
        ),
        (b"100006,100006,A,Successor,\n", "LinkURN", "links_to_itself"),
    ],
)
def test_a_link_that_cannot_be_used_is_rejected_by_row_and_column(row: bytes, column: str, code: str) -> None:
    links, rejected, _ = read(row)
    assert links == []
    assert [(found.row, found.column, found.code) for found in rejected] == [(2, column, code)]


def test_the_establishment_file_in_place_of_the_links_is_refused() -> None:
    with pytest.raises(ColumnsMissing, match="LinkURN, LinkType"):
        asyncio.run(collect(chunks_of(b"URN,EstablishmentName\n100001,A\n")))


def test_the_real_links_file_is_read_whole() -> None:
    links, rejected, ignored = asyncio.run(collect(chunks_of_file(shared_data("links_edubasealldata20250422.csv"))))
    kinds = Counter(link.kind for link in links)
    assert (kinds[LinkKind.PREDECESSOR], kinds[LinkKind.SUCCESSOR]) == (16_661, 16_793)
    assert (rejected, ignored) == ([], 347)
