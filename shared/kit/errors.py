"""Refusals: facts with a sentence, rendered once as problem details.

Refusal
|-- BadRequest 400           a parameter, header or cursor that cannot be used
|-- NotAuthenticated 401     no token, or one that does not hold
|-- Forbidden 403            this role may never do this
|-- NotFound 404             not there, or not for this caller to see
|-- Conflict 409             the state refuses
|-- Gone 410                 it was there and is kept no longer
|-- StaleVersion 412         somebody changed it since it was read
|-- TooLarge 413             more than we take
|-- Unprocessable 422        a malformed payload
|-- PreconditionMissing 428  a change without If-Match
|-- TooManyRequests 429      slow down
`-- Unavailable 503          a neighbour or the database is away
"""

from collections.abc import Sequence
from re import sub
from typing import ClassVar

from shared.contracts.problem import FieldError


class Refusal(Exception):
    """Why a request is not done. The class docstring is the public explanation; `title` is its sentence."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = "The service failed"

    def __init__(
        self, detail: str = "", *, errors: Sequence[FieldError] = (), headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or f"{self.title}."
        self.errors = list(errors)
        self.headers = headers or {}

    @classmethod
    def slug(cls) -> str:
        """The last part of this problem's URI: `PlanNotDraft` is at `/problems/plan-not-draft`."""
        return sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", cls.__name__).lower()


class BadRequest(Refusal):
    """A parameter or header has a form or a value that cannot be used. `errors` names each one."""

    status = 400
    title = "The request cannot be understood"


class CursorRefused(BadRequest):
    """A cursor belongs to the list and the filters it came from, and is passed back unchanged."""

    title = "The cursor does not belong to this list"


class NotAuthenticated(Refusal):
    """Send `Authorization: Bearer <token>` with an access token of the issuer that has not expired."""

    status = 401
    title = "A valid access token is needed"


class Forbidden(Refusal):
    """This kind of organisation, or this token's scope, does not allow the operation."""

    status = 403
    title = "Your organisation may not do this"


class NotFound(Refusal):
    """It does not exist, or it is not yours to see: the two are deliberately not told apart."""

    status = 404
    title = "There is nothing here that you can see"


class MethodNotAllowed(Refusal):
    """The address exists, but not for this method. The header `Allow` lists those it takes."""

    status = 405
    title = "This address does not take that method"


class NotAcceptable(Refusal):
    """The media types in `Accept` are not among those this address can give."""

    status = 406
    title = "None of the accepted media types can be given"


class Conflict(Refusal):
    """The state of the resource does not allow this now."""

    status = 409
    title = "The current state does not allow this"


class KeyInFlight(Conflict):
    """The first request with this Idempotency-Key has not finished. Ask again in a moment."""

    title = "A request with this key is still being worked on"


class Gone(Refusal):
    """It was there once and is kept no longer."""

    status = 410
    title = "This is kept no longer"


class CursorTooOld(Gone):
    """Events before this cursor are no longer kept. Take `after=latest`, load the lists whole, then follow again."""

    title = "The feed no longer reaches back to this cursor"


class CursorAstray(Gone):
    """The owner was restored from a backup to a moment before this cursor: what was announced since is gone.

    Your copy may hold what never was, so empty it. Take `after=latest`, load the lists whole, then follow again.
    """

    title = "The service was restored to a moment before this cursor"


class StaleVersion(Refusal):
    """The resource has changed since it was read. Read it again, look at what changed, and send the change anew."""

    status = 412
    title = "Somebody changed this since you read it"


class TooLarge(Refusal):
    """The body, or a line of it, is larger than this address takes."""

    status = 413
    title = "The request is too large"


class UnsupportedMediaType(Refusal):
    """The `Content-Type` is not one this address reads."""

    status = 415
    title = "This media type is not read here"


class Unprocessable(Refusal):
    """The body does not have the form this operation needs. `errors` names each place and reason."""

    status = 422
    title = "The body is not in the form this needs"


class KeyReused(Unprocessable):
    """An Idempotency-Key stands for one request. Use a new key for a new request."""

    title = "This key was used for a different request"


class PreconditionMissing(Refusal):
    """A change needs `If-Match` with the ETag that was read, so that no one's change is overwritten unseen."""

    status = 428
    title = "Say which version you are changing"


class TooManyRequests(Refusal):
    """More requests than the policy allows. Wait for the seconds in `Retry-After`."""

    status = 429
    title = "Too many requests"


class ServiceFailed(Refusal):
    """Something went wrong that is ours to mend. Quote `instance` when you report it."""

    status = 500
    title = "The service failed"


class Unavailable(Refusal):
    """The database or a neighbouring service cannot be reached just now. Nothing was changed; try again."""

    status = 503
    title = "Not available just now"

    def __init__(self, detail: str = "", *, retry_after: int = 5) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after)})


def every_refusal(root: type[Refusal] = Refusal) -> list[type[Refusal]]:
    """All kinds of refusal that are loaded, for the pages that explain them."""
    found = [root] if root is not Refusal else []
    for kind in root.__subclasses__():
        found.extend(every_refusal(kind))
    return sorted(set(found), key=lambda kind: (kind.status, kind.slug()))
