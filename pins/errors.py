"""What can go wrong, each with the exit code that scripts tell it by."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class PinsError(Exception):
    """Something that a person can mend, as a sentence."""

    exit_code: ClassVar[int] = 1


class Usage(PinsError):
    """The command, its settings or a file on this machine cannot be used."""

    exit_code = 2


class NotReached(PinsError):
    """The service or the issuer did not answer, or asked to come back later."""

    exit_code = 4


class Refused(PinsError):
    """The service said no: its problem details (RFC 9457) say why."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        title, detail = str(problem.get("title", "")), str(problem.get("detail", ""))
        super().__init__(detail if detail.startswith(title) else f"{title}. {detail}".strip())
        self.status = status
        self.problem = problem

    @property
    def slug(self) -> str:
        """The last part of the problem's address, which says which problem it is."""
        return str(self.problem.get("type", "")).rpartition("/")[2]

    @property
    def places(self) -> Sequence[Mapping[str, Any]]:
        """Where in the request something is wrong."""
        found = self.problem.get("errors") or []
        return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


class NotAllowed(Refused):
    """Who is signed in may not do this."""

    exit_code = 3


class NotSignedIn(NotAllowed):
    """There is no token, or it is not taken: whatever was asked, it was not looked at."""
