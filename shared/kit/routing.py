"""The edge of every operation, from the outside in: who calls, may it, one transaction, one answer.

A write is one transaction, committed before the answer leaves: a commit that fails is never answered with success.
Reads open none. It stands in the route class, not in a dependency, because the answer has to exist before the commit
(an idempotency key is stored with it) and because a `yield` dependency costs a fifth of the throughput.
"""

from collections.abc import Callable, Coroutine, Mapping
from typing import Annotated, Any, cast, get_args, get_origin

from fastapi import Depends
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from shared.contracts.page import Page
from shared.contracts.problem import FieldError
from shared.contracts.roles import Access, Matrix
from shared.kit import deprecation, errors, idempotency
from shared.kit.auth import Actor
from shared.kit.db import Database
from shared.kit.errors import Refusal
from shared.kit.idempotency import Body
from shared.kit.problems import is_serialization_failure, problems
from shared.kit.short_way import Handler, known, short_way

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_ATTEMPTS = 3
_ANY = (
    errors.BadRequest,
    errors.NotAuthenticated,
    errors.Forbidden,
    errors.TooManyRequests,
    errors.Unavailable,
)
_ANY_WRITE = (errors.KeyInFlight, errors.TooLarge, errors.Unprocessable, errors.KeyReused)


class Route(APIRoute):
    """A route whose caller is checked against the matrix before anything else is looked at."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        writes = not set(options.get("methods") or {"GET"}) <= _SAFE
        forms = _other_forms(options.get("response_model"))
        refused = (*_ANY, *(_ANY_WRITE if writes else ()), *((errors.NotAcceptable,) if forms else ()))
        common = problems(*refused)
        own = {**forms, **(options.get("responses") or {})}
        options["responses"] = _merged(common, own)
        options["operation_id"] = options.get("operation_id") or endpoint.__name__
        # FastAPI's own limit answers in plain text; ours is a problem like any other.
        self.greatest_body: int | None = options.pop("max_body_size", None)
        if self.greatest_body is not None:
            options["openapi_extra"] = {**(options.get("openapi_extra") or {}), "x-max-body-bytes": self.greatest_body}
        super().__init__(path, endpoint, **options)
        self.query_names = _query_names(self.dependant)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler, inside the edge."""
        handler: Handler = super().get_route_handler()
        read = short_way(self.dependant, handler) or handler
        operation = cast("str", self.operation_id)

        async def at_the_edge(request: Request) -> Response:
            if self.deprecated:
                base_url = request.app.state.settings.base_url
                request.scope["state"]["response_headers"] += deprecation.headers_of(self.openapi_extra, base_url)
            actor = caller_of(request)
            if request.app.state.forced is not None:
                request.app.state.forced(request, operation)
            actor.must_be_allowed(access_to(request, operation), request.app.state.service_name)
            _refuse_wrong_parameters(request, self.query_names)
            if request.method in _SAFE:
                return await read(request)
            body = idempotency.Body(request, self.greatest_body or request.app.state.settings.greatest_body_bytes)
            body.must_be_small_enough(_said_length(request))
            # Starlette reads the body through this attribute; it offers no public way to watch the bytes pass.
            request._receive = body.receive  # noqa: SLF001
            return await _in_one_transaction(request, actor, handler, body)

        return at_the_edge


def _said_length(request: Request) -> int:
    said = request.headers.get("content-length", "0")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 16 else 0


def _query_names(dependant: Dependant) -> dict[str, bool]:
    """The query parameters, and whether each takes several values."""
    names: dict[str, bool] = {}
    for parameter in dependant.query_params:
        annotation = parameter.field_info.annotation
        # A query model's one parameter stands for all its fields.
        fields = getattr(annotation, "model_fields", None)
        taken = {name: each.annotation for name, each in fields.items()} if fields else {parameter.alias: annotation}
        names |= {name: _takes_several(each) for name, each in taken.items()}
    for below in dependant.dependencies:
        names |= _query_names(below)
    return names


def _takes_several(annotation: Any) -> bool:
    return get_origin(annotation) is list or any(_takes_several(each) for each in get_args(annotation))


def _refuse_wrong_parameters(request: Request, known: Mapping[str, bool]) -> None:
    given = [name for name, _ in request.query_params.multi_items()]
    unknown = [name for name in given if name not in known]
    # Which of two values is meant, nobody can tell.
    repeated = [name for name in given if known.get(name) is False and given.count(name) > 1]
    if unknown or repeated:
        wrong = [_wrong(name, "unknown", "This is not known here. Check its spelling.") for name in unknown]
        wrong += [_wrong(name, "repeated", "This takes one value. Give it once.") for name in dict.fromkeys(repeated)]
        told = "is not known here" if unknown else "is given more than once"
        raise errors.BadRequest(f"A query parameter {told}: see errors.", errors=wrong[:20])


def _wrong(name: str, code: str, detail: str) -> FieldError:
    return FieldError(parameter=name[:200], code=code, detail=detail)


def _other_forms(model: Any) -> dict[int | str, Any]:
    """A list is to be had in two more forms than JSON."""
    if not (isinstance(model, type) and issubclass(model, Page)):
        return {}
    text = {"schema": {"type": "string", "format": "binary"}}
    return {200: {"content": {"text/csv": text, "application/x-ndjson": text}}}


def _merged(common: dict[int | str, Any], own: dict[int | str, Any]) -> dict[int | str, Any]:
    merged = {status: dict(entry) for status, entry in common.items()}
    for status, entry in own.items():
        shared = merged.get(status, {}).get("content", {}).get("application/problem+json")
        if shared and "application/problem+json" in entry.get("content", {}):
            examples = entry["content"]["application/problem+json"]["examples"]
            examples.update({name: value for name, value in shared["examples"].items() if name not in examples})
        merged[status] = entry
    return merged


def access_to(request: Request, operation: str) -> Access:
    """The matrix's row for an operation. The start of the application has made sure that there is one."""
    matrix: Matrix = request.app.state.matrix
    return matrix[operation]


def caller_of(request: Request) -> Actor:
    found: Actor | Refusal = request.scope["state"]["caller"]
    if isinstance(found, Refusal):
        raise found
    return found


async def _in_one_transaction(request: Request, actor: Actor, handler: Handler, body: Body) -> Response:
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return await _attempt(request, actor, handler, body)
        except Exception as error:
            # A JSON body is kept by the request and can be read again; a stream that has run through cannot.
            again = is_serialization_failure(error) and hasattr(request, "_body") and attempt < _ATTEMPTS
            if not again:
                raise
    raise AssertionError("the last attempt returns or raises")


async def _attempt(request: Request, actor: Actor, handler: Handler, body: Body) -> Response:
    database: Database = request.app.state.database
    key = idempotency.read_key(request) if request.method == "POST" else None
    async with database.transaction() as session:
        request.state.session = session
        if key is None:
            return await handler(request)
        # One client may act for many organisations, and none may be answered with what another was told.
        caller = f"{actor.organisation} {actor.client_id}"
        if (first := await idempotency.first_answer(session, caller, key, body)) is not None:
            return first
        answer = await handler(request)
        await idempotency.keep(session, caller, key, await body.digest(), answer)
        return answer


async def _session(request: Request) -> AsyncSession:
    return cast("AsyncSession", request.state.session)


async def _actor(request: Request) -> Actor:
    return caller_of(request)


known(_actor, caller_of)

Session = Annotated[AsyncSession, Depends(_session)]
"""The transaction of this request. Services use it and never commit it."""

Caller = Annotated[Actor, Depends(_actor)]
"""Who this request acts for; already allowed to call this operation."""
