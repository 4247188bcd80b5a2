"""Reads past the framework's solving of dependencies, a fifth of their cost: theirs are known and need no solving."""

import inspect
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import request_params_to_args
from starlette.requests import Request
from starlette.responses import Response

Handler = Callable[[Request], Awaitable[Response]]
Given = Callable[[Request], Any]

_known: dict[Callable[..., Any], Given] = {}


def known(dependency: Callable[..., Any], given: Given) -> None:
    """Say what a dependency of the kit comes to for a request."""
    _known[dependency] = given


def short_way(dependant: Dependant, handler: Handler) -> Callable[[Request], Coroutine[Any, Any, Response]] | None:
    """A handler for an operation that answers by itself and takes no more than parameters and what is known here.

    None for any other. What is wrong with parameters, the framework's handler says.
    """
    endpoint = dependant.call
    if endpoint is None or not _goes(dependant, endpoint):
        return None
    given = [(each.name or "", _known[each.call]) for each in dependant.dependencies if each.call is not None]
    if dependant.request_param_name:
        given.append((dependant.request_param_name, lambda request: request))

    async def answer(request: Request) -> Response:
        path, wrong = request_params_to_args(dependant.path_params, request.path_params)
        query, wrong_too = request_params_to_args(dependant.query_params, request.query_params)
        if wrong or wrong_too:
            return await handler(request)
        values = {name: give(request) for name, give in given}
        answered: Response = await endpoint(**path, **query, **values)
        return answered

    return answer


def _goes(dependant: Dependant, endpoint: Callable[..., Any]) -> bool:
    others = (
        dependant.body_params,
        dependant.header_params,
        dependant.cookie_params,
        dependant.http_connection_param_name,
        dependant.response_param_name,
        dependant.background_tasks_param_name,
        dependant.security_scopes_param_name,
    )
    answers = inspect.iscoroutinefunction(endpoint) and inspect.signature(endpoint).return_annotation is Response
    return answers and not any(others) and all(each.call in _known for each in dependant.dependencies)
