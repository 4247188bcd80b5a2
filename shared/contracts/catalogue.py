"""Every type of event that the four services announce, as their contracts say."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from shared import contracts
from shared.contracts.event import Event

SOURCES = ("partnership", "assessment", "commissioning", "reporting")


@cache
def event_types() -> frozenset[str]:
    """All of them."""
    return frozenset(name for source in SOURCES for name in _types_of(source))


def source_of(event_type: str) -> str:
    """The service that announces events of a type."""
    return event_type.partition(".")[0]


def _types_of(source: str) -> Iterator[str]:
    package = import_module(f"{contracts.__name__}.{source}")
    for each in iter_modules(package.__path__):
        module = import_module(f"{package.__name__}.{each.name}")
        for found in vars(module).values():
            if isinstance(found, type) and issubclass(found, Event) and "type" in vars(found):
                yield found.type
