"""What a webhook hears of, when a message is tried again, and when a webhook is given up on."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from shared.contracts.catalogue import source_of
from shared.contracts.problem import FieldError
from shared.contracts.reporting.webhooks import DisabledReason

# The beginning of the Standard Webhooks schedule, up to about a day: 23 hours and 35 minutes in all.
DELAYS = tuple(timedelta(seconds=each) for each in (5, 300, 1800, 7200, 18_000, 28_800, 28_800))
SHORTEST_WISH, LONGEST_WISH = timedelta(seconds=1), timedelta(hours=6)
GIVEN_UP_IN_A_ROW = 20
FAILING_FOR = timedelta(days=5)
FORMER_SECRET_HOLDS = timedelta(hours=24)
GONE = 410
_BUSY = (429, 503)


def matches(pattern: str, event_type: str) -> bool:
    """Whether a type is the one named, or begins as the pattern does."""
    return event_type.startswith(pattern[:-1]) if pattern.endswith("*") else event_type == pattern


def types_meant(patterns: Iterable[str], known: Collection[str]) -> set[str]:
    """The types of events that any of the patterns stands for."""
    return {each for each in known for pattern in patterns if matches(pattern, each)}


def sources_of(patterns: Iterable[str]) -> set[str]:
    """The services that announce what the patterns stand for."""
    return {source_of(pattern) for pattern in patterns}


def faults_of_types(patterns: Iterable[str], known: Collection[str]) -> list[FieldError]:
    """Each pattern that stands for nothing that is ever announced."""
    detail = "No service announces this. Look at the types in the documentation of the events."
    return [
        FieldError(pointer=f"/types/{place}", code="unknown", detail=detail)
        for place, pattern in enumerate(patterns)
        if not types_meant([pattern], known)
    ]


def next_delay(failures: int, status: int | None, retry_after: float | None, chance: float) -> timedelta | None:
    """How long to wait after so many failed attempts; None: it is given up. `chance` from 0 to 1 spreads the load."""
    if failures > len(DELAYS):
        return None
    delay = DELAYS[failures - 1] * (1 + chance / 10)
    if status in _BUSY and retry_after is not None:
        wish = min(max(timedelta(seconds=retry_after), SHORTEST_WISH), LONGEST_WISH)
        return max(delay, wish)
    return delay


def is_success(status: int | None, error: str | None) -> bool:
    """Only an answer from 200 to 299 means that the message is taken."""
    return error is None and status is not None and 200 <= status < 300


def reason_to_disable(
    status: int | None, given_up: int, failing_since: datetime | None, now: datetime
) -> DisabledReason | None:
    """Why nothing more should be sent after a failed attempt, if so."""
    if status == GONE:
        return DisabledReason.GONE
    if given_up >= GIVEN_UP_IN_A_ROW:
        return DisabledReason.GIVEN_UP
    if failing_since is not None and now - failing_since >= FAILING_FOR:
        return DisabledReason.FAILING_FOR_DAYS
    return None
