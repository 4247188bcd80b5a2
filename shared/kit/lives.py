"""The life of a resource: its steps from one status to another, declared on the methods that take them.

What is declared is held to: a method that moves a resource otherwise is a fault, in every test and in service. So the
diagrams of the guide, which are drawn from these declarations, cannot tell of a life that is not lived.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar, cast

_Method = TypeVar("_Method", bound=Callable[..., Any])


@dataclass(frozen=True)
class Step:
    """From one of these statuses to that one, by these operations, or by what the words say."""

    origins: tuple[StrEnum, ...]
    to: StrEnum
    by: tuple[str, ...]


class UndeclaredStep(Exception):
    """A method took a step that it does not declare."""


def moves(*origins: StrEnum, to: StrEnum, by: str | tuple[str, ...]) -> Callable[[_Method], _Method]:
    """Declare a step of the method beneath; one that may take several has a line for each."""
    step = Step(origins, to, (by,) if isinstance(by, str) else by)

    def declare(method: _Method) -> _Method:
        plain = getattr(method, "__wrapped__", method)
        steps = (step, *steps_of(method))

        @wraps(plain)
        def held(row: Any, *args: Any, **kwargs: Any) -> Any:
            before = row.status
            answer = plain(row, *args, **kwargs)
            if row.status is not before and not any(before in each.origins and row.status is each.to for each in steps):
                raise UndeclaredStep(f"{type(row).__name__}.{plain.__name__}: {before} to {row.status}")
            return answer

        held.steps = steps  # type: ignore[attr-defined]
        return cast("_Method", held)

    return declare


def steps_of(method: object) -> tuple[Step, ...]:
    """The steps that a method declares."""
    found: tuple[Step, ...] = getattr(method, "steps", ())
    return found


def stepping(model: type) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """The methods of a model that declare steps, in the order in which they are written."""
    for name, found in vars(model).items():
        if steps := steps_of(found):
            yield name, steps
