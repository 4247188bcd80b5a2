"""A problem as it is kept with its run, so that the run can be repeated."""

from typing import Any

from pydantic import TypeAdapter

from .optimiser.problem import Problem

_PROBLEM = TypeAdapter(Problem)


def kept(problem: Problem) -> dict[str, Any]:
    """A problem as JSON."""
    found: dict[str, Any] = _PROBLEM.dump_python(problem, mode="json")
    return found


def read(snapshot: dict[str, Any]) -> Problem:
    """A problem from its JSON."""
    return _PROBLEM.validate_python(snapshot)
