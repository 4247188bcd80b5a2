"""Who may do what. The matrix of role x operation is data, here, and nowhere else.

An operation that has no row cannot be served: the application refuses to start. Which *rows* a caller sees is decided
by each view's predicate; this matrix says which operations its kind of organisation may call at all.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of organisation a token can be bound to (claim `org`, before the colon)."""

    ICB = "icb"
    LA = "la"
    SCHOOL = "school"
    PCG = "pcg"
    PROVIDER = "provider"
    NATIONAL = "national"
    EVALUATOR = "evaluator"
    SERVICE = "service"


class Need(StrEnum):
    """What a scope lets its bearer do to a service: `partnership:read`."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True)
class Access:
    """Which scope an operation needs, and which kinds of organisation may ever call it."""

    need: Need
    kinds: frozenset[Kind]


Matrix = dict[str, Access]
"""Operation id to access, for one service."""

EVERYONE = frozenset(Kind)


def readable_by(*kinds: Kind) -> Access:
    """Read with the service's read scope; by every kind when none is named."""
    return Access(Need.READ, frozenset(kinds) or EVERYONE)


def writable_by(*kinds: Kind) -> Access:
    """Change with the service's write scope, by these kinds only."""
    return Access(Need.WRITE, frozenset(kinds))


# What the kit itself serves in each service.
COMMON: Matrix = {
    "list_events": readable_by(),
    "list_event_audiences": readable_by(Kind.SERVICE),
    "list_audit_entries": readable_by(*(EVERYONE - {Kind.SERVICE})),
}

# What the kit serves beside, in a sandbox alone.
SANDBOX: Matrix = {"read_sandbox": readable_by(), "reset_sandbox": writable_by(*Kind)}
