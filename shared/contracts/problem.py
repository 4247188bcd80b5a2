"""The one form of every error: RFC 9457 problem details."""

from typing import Annotated

from pydantic import Field

from shared.contracts.base import Output

MEDIA_TYPE = "application/problem+json"


class FieldError(Output):
    """One place in the request that is wrong, and why. Exactly one of `pointer`, `parameter` and `row` says where."""

    pointer: Annotated[str, Field(max_length=500)] | None = None
    parameter: Annotated[str, Field(max_length=200)] | None = None
    row: Annotated[int, Field(ge=1, le=10**9)] | None = None
    column: Annotated[str, Field(max_length=200)] | None = None
    code: Annotated[str, Field(max_length=80)]
    detail: Annotated[str, Field(max_length=500)]


class Problem(Output):
    """What went wrong, in a form a program can branch on (`type`) and a person can read (`title`, `detail`)."""

    type: Annotated[str, Field(max_length=500, description="Absolute URI of a page that explains this problem.")]
    title: Annotated[str, Field(max_length=200)]
    status: Annotated[int, Field(ge=400, le=599)]
    detail: Annotated[str, Field(max_length=2000)]
    instance: Annotated[str, Field(max_length=500, description="This occurrence: quote it when you report it.")]
    errors: Annotated[list[FieldError], Field(max_length=1000)]
