"""Lists: what a caller may ask of each, and what comes back."""

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from shared.contracts.base import Output
from shared.contracts.types import Moment

Item = TypeVar("Item")

DEFAULT_LIMIT = 50
GREATEST_LIMIT = 500


class Page(Output, Generic[Item]):
    """One page of a list. `next_cursor` is null on the last page, and only there."""

    items: Annotated[list[Item], Field(max_length=GREATEST_LIMIT)]
    next_cursor: Annotated[str, Field(max_length=1500, examples=["WyJpY2JzIiwiUVdPIl0"])] | None
    total: Annotated[int, Field(ge=0, le=2**53)] | None = None

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """`IcbPage`, as a generated client should call it."""
        return f"{params[0].__name__}Page"


def _split_commas(value: object) -> object:
    parts = value if isinstance(value, list) else [value]
    return [piece for part in parts for piece in str(part).split(",")]


Many = Annotated[list[Item], BeforeValidator(_split_commas), Field(min_length=1, max_length=100)]
"""A filter that takes one value or several with commas between them: `?la_code=382,383`."""


class ListQuery(BaseModel):
    """What every list takes. A list adds its own filters; anything else is refused by name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: Annotated[int, Field(ge=1, le=GREATEST_LIMIT, description="Rows in a page.")] = DEFAULT_LIMIT
    cursor: Annotated[str, Field(max_length=1500, description="`next_cursor` of the page before.")] | None = None
    updated_since: Annotated[Moment, Field(description="Only rows changed at or after this moment.")] | None = None
    count: Annotated[Literal["exact"], Field(description="Adds `total`, at the cost of counting.")] | None = None
    format: (
        Annotated[
            Literal["json", "csv", "ndjson"],
            Field(description="`csv` and `ndjson` give the whole list, streamed."),
        ]
        | None
    ) = None
