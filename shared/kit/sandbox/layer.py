"""What surrounds every request of a sandbox: the mark on its answer, the caller's clock, the scenario all hold."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from starlette.types import ASGIApp, Receive, Scope, Send

from shared.contracts.problem import FieldError
from shared.kit.clock import SANDBOX_CLOCK, moved
from shared.kit.errors import BadRequest, Refusal
from shared.kit.middleware import SANDBOX_MARK
from shared.kit.sandbox.following import STATE_PATH

_MARK = (SANDBOX_MARK.encode(), b"true")
_CLOCK = SANDBOX_CLOCK.lower().encode()
_YEARS = range(2000, 2101)


class SandboxLayer:
    """Stands around authentication; `RequestContext`, which sends the headers, must be outside."""

    def __init__(
        self,
        app: ASGIApp,
        keep_up: Callable[[], Awaitable[None]],
        concerns: Callable[[str], bool],
        refuse: Callable[[Refusal, Scope], ASGIApp],
    ) -> None:
        self.app = app
        self.keep_up = keep_up
        self.concerns = concerns
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope["state"]["response_headers"].append(_MARK)
        try:
            moment = _moment(scope)
        except BadRequest as refusal:
            await self.refuse(refusal, scope)(scope, receive, send)
            return
        if self.concerns(scope["path"]) or scope["path"] == STATE_PATH:
            await self.keep_up()
        with moved(moment):
            await self.app(scope, receive, send)


def _moment(scope: Scope) -> datetime | None:
    given = [value for name, value in scope["headers"] if name == _CLOCK]
    if not given:
        return None
    try:
        [text] = given
        moment = datetime.fromisoformat(text.decode("ascii"))
        if moment.tzinfo is None or moment.year not in _YEARS:
            raise ValueError
    except ValueError:
        detail = "One moment between 2000 and 2100 with its offset from UTC, such as 2026-02-10T09:00:00Z."
        wrong = FieldError(parameter=SANDBOX_CLOCK, code="moment", detail=detail)
        raise BadRequest(f"The header {SANDBOX_CLOCK} cannot be used: see errors.", errors=[wrong]) from None
    return moment
