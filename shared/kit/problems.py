"""Every error of a service as problem details (RFC 9457): one place renders them, one place translates them."""

from collections.abc import Sequence
from typing import Any

import asyncpg
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, InterfaceError, SQLAlchemyError, TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from shared.contracts.problem import MEDIA_TYPE, FieldError, Problem
from shared.kit import errors
from shared.kit.errors import Refusal

_BY_STATUS: dict[int, type[Refusal]] = {
    400: errors.BadRequest,
    401: errors.NotAuthenticated,
    403: errors.Forbidden,
    404: errors.NotFound,
    405: errors.MethodNotAllowed,
    406: errors.NotAcceptable,
    413: errors.TooLarge,
    415: errors.UnsupportedMediaType,
    422: errors.Unprocessable,
    429: errors.TooManyRequests,
    503: errors.Unavailable,
}
_SENTENCES = {
    404: "There is no resource at this address.",
    405: "This address does not take that method.",
    400: "The body could not be read as JSON.",
    413: "The body is larger than this address takes.",
}
# PostgreSQL's classes 08 (connection), 53 (resources), 57 (operator or time-out), 25 (read-only) and 55P03 (lock).
_AWAY_STATES = ("08", "53", "57", "25", "55P03")

# The driver's own error is that of a connection which the server has ended while nobody was looking.
_LOST = (InterfaceError, asyncpg.InterfaceError, asyncpg.InternalClientError)
AWAY: tuple[type[Exception], ...] = (SQLAlchemyError, asyncpg.PostgresError, *_LOST, OSError)
"""What libraries raise when the database is away; `from_exception` says which of them mean that."""


def problem_body(refusal: Refusal, base_url: str, request_id: str) -> bytes:
    """The JSON of one refusal. `instance` names the request, never what it held."""
    return (
        Problem(
            type=f"{base_url}/problems/{refusal.slug()}",
            title=refusal.title,
            status=refusal.status,
            detail=refusal.detail,
            instance=f"urn:pins:request:{request_id}",
            errors=refusal.errors[:1000],
        )
        .model_dump_json()
        .encode()
    )


def render(refusal: Refusal, scope: Scope) -> Response:
    """A refusal as the answer to the request of this ASGI scope."""
    base_url = scope["app"].state.settings.base_url if "app" in scope else ""
    request_id = scope.get("state", {}).get("request_id", "unknown")
    body = problem_body(refusal, base_url, request_id)
    return Response(body, refusal.status, headers=refusal.headers, media_type=MEDIA_TYPE)


def from_exception(error: BaseException) -> Refusal | None:
    """The refusal that says what an exception of a library means to the caller, or None if it is a fault of ours."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, RequestValidationError):
        return from_validation(error.errors())
    if isinstance(error, HTTPException):
        return _from_http(error)
    if isinstance(error, (PoolTimeout, asyncpg.exceptions.TooManyConnectionsError, TimeoutError, OSError)):
        return errors.Unavailable("The database cannot be reached just now. Nothing was changed.")
    if isinstance(error, (DBAPIError, asyncpg.PostgresError, SQLAlchemyError, *_LOST)):
        return _from_database(error)
    return None


def _from_http(error: HTTPException) -> Refusal:
    if isinstance(error.__cause__, Refusal):  # FastAPI wraps whatever happens while it reads a body
        return error.__cause__
    kind = _BY_STATUS.get(error.status_code, errors.ServiceFailed if error.status_code >= 500 else errors.BadRequest)
    if kind is errors.Unavailable:
        return errors.Unavailable()
    return kind(_SENTENCES.get(error.status_code, ""), headers=dict(error.headers or {}))


def _from_database(error: Exception) -> Refusal | None:
    driver = getattr(error, "orig", error)
    state = sqlstate(error) or ""
    lost = isinstance(error, _LOST) or getattr(error, "connection_invalidated", False)
    if state.startswith(_AWAY_STATES) or lost or isinstance(getattr(driver, "__cause__", None), OSError):
        return errors.Unavailable("The database cannot answer just now. Nothing was changed.", retry_after=5)
    if is_serialization_failure(error):
        return errors.Unavailable("Too many changes met at once. Nothing was changed; try again.", retry_after=1)
    return None


def is_serialization_failure(error: BaseException) -> bool:
    """Whether PostgreSQL gave this transaction up for another one's sake, so that trying again is right."""
    return sqlstate(error) in ("40001", "40P01")


def sqlstate(error: BaseException) -> str | None:
    """PostgreSQL's code for what went wrong, if it was PostgreSQL that said so."""
    found: str | None = getattr(getattr(error, "orig", error), "sqlstate", None)
    return found


def from_validation(found: Sequence[Any]) -> Refusal:
    """Pydantic's findings as a refusal: 422 for the body, 400 for parameters and headers. No input is echoed."""
    places = [_field_error(error) for error in found]
    if any(error["loc"] and error["loc"][0] == "body" for error in found):
        return errors.Unprocessable(_count("place", places), errors=places)
    return errors.BadRequest(_count("parameter", places), errors=places)


def _count(thing: str, places: list[FieldError]) -> str:
    number = len(places)
    return f"{number} {thing}{'' if number == 1 else 's'} cannot be used: see errors."


_AN_OBJECT = "An object is expected here: names with values."
_AN_ID = "This is not an id: a UUID, as 0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6a."
# Where Pydantic's own words name our classes, quote what was sent, or mean something to programmers alone.
_PLAINLY = {
    "extra_forbidden": ("unknown", "This is not known here. Check its spelling."),
    "json_invalid": ("json_invalid", "The body is not valid JSON."),
    "model_type": ("model_type", _AN_OBJECT),
    "model_attributes_type": ("model_attributes_type", _AN_OBJECT),
    "uuid_parsing": ("uuid_parsing", _AN_ID),
    "uuid_type": ("uuid_type", _AN_ID),
}


def _field_error(error: Any) -> FieldError:
    kind, *path = error["loc"] or ("body",)
    code, detail = str(error["type"]), str(error["msg"]).removeprefix("Value error, ")
    code, detail = _PLAINLY.get(code, (code, detail))
    if code == "json_invalid":
        path = []
    if kind == "body":
        pointer = "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
        return FieldError(pointer=pointer[:500], code=code[:80], detail=detail[:500])
    return FieldError(parameter=str(path[0] if path else kind)[:200], code=code[:80], detail=detail[:500])


def problems(*kinds: type[Refusal]) -> dict[int | str, dict[str, Any]]:
    """What a route may refuse, for `responses=`: grouped by status, each with an example."""
    described: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        entry = described.setdefault(
            kind.status, {"description": "", "content": {MEDIA_TYPE: {"schema": _SCHEMA, "examples": {}}}}
        )
        entry["description"] = ". ".join(filter(None, [entry["description"].rstrip("."), kind.title])) + "."
        entry["content"][MEDIA_TYPE]["examples"][kind.slug()] = {
            "summary": kind.title,
            "value": _example(kind),
        }
    return described


_SCHEMA = {"$ref": "#/components/schemas/Problem"}


def _example(kind: type[Refusal]) -> dict[str, Any]:
    return {
        "type": f"https://pins.example/problems/{kind.slug()}",
        "title": kind.title,
        "status": kind.status,
        "detail": f"{kind.title}.",
        "instance": "urn:pins:request:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11",
        "errors": [],
    }
