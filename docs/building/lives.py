"""The life of each resource: a drawing and a table, from the steps that its model declares and holds to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from inspect import signature
from typing import Any

from shared.kit.errors import Refusal
from shared.kit.lives import Step, UndeclaredStep, stepping
from shared.kit.service import Service

from . import drawing
from .platform import SERVICES


@dataclass(frozen=True)
class Move:
    """A step, and what is said to whoever tries it from elsewhere."""

    step: Step
    refusal: str


@dataclass(frozen=True)
class Life:
    """A resource, its statuses in order, the one it begins with, and its moves."""

    service: str
    name: str
    statuses: list[str]
    first: str
    moves: list[Move]

    @property
    def slug(self) -> str:
        """Its name in a file's."""
        return f"life-of-{self.name.lower().replace(' ', '-')}"


def lives_of(service: Service) -> Iterator[Life]:
    """Every life in a service."""
    base = import_module(f"services.{service.name}_api.tables").Base
    # The services share one registry.
    own = (
        each.class_
        for each in base.registry.mappers
        if each.class_.__module__.startswith(f"services.{service.name}_api.")
    )
    models = sorted(own, key=lambda model: model.__name__)
    for model in models:
        moves = list(_moves(model))
        if moves:
            kind = type(moves[0].step.to)
            first = str(model.__table__.c.status.default.arg)
            yield Life(service.name, _words(model.__name__), [str(each) for each in kind], first, moves)


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()


def _moves(model: type) -> Iterator[Move]:
    for name, steps in stepping(model):
        for step in steps:
            outside = [each for each in type(step.to) if each not in step.origins]
            # What several steps of one method share is refused to none of them.
            others = {origin for each in steps for origin in each.origins}
            said = [refusal_from(model, name, status) for status in outside if status not in others]
            yield Move(step, "; ".join(sorted({kind.title for kind in said if kind})))


def refusal_from(model: type, method: str, status: object) -> type[Refusal] | None:
    """What a row in this status answers to a step that it may not take."""
    row = model(status=status)
    step = getattr(row, method)
    nothing: dict[str, Any] = dict.fromkeys(signature(step).parameters)
    try:
        step(**nothing)
    except Refusal as refusal:
        return type(refusal)
    except (UndeclaredStep, TypeError, AttributeError):
        # It is never asked of such a row: whoever calls it has looked before.
        return None
    return None


def said(status: object) -> str:
    """A status as it is read."""
    return str(status).replace("_", " ")


def table(life: Life) -> str:
    """Its moves in words."""
    rows = ["| | From | By | To | From any other status |", "|---|---|---|---|---|"]
    for number, move in enumerate(life.moves, start=1):
        origins = ", ".join(said(each) for each in move.step.origins)
        by = " or ".join(f"`{each}`" if re.fullmatch(r"[a-z_]+", each) else each for each in move.step.by)
        refusal = f"409: {move.refusal}" if move.refusal else "nothing happens"
        rows.append(f"| {number} | {origins} | {by} | {said(move.step.to)} | {refusal} |")
    return "\n".join(rows)


def fragments() -> Iterator[tuple[str, str]]:
    """A Markdown fragment of all lives and a drawing for each."""
    parts = []
    for service in SERVICES:
        parts.append(f"## In {service.name}_api")
        for life in lives_of(service):
            parts += [f"### {life.name}", f"![](generated/{life.slug}.svg)", table(life)]
            yield f"{life.slug}.svg", drawing.draw(life.slug, life.name, life.statuses, life.first, arrows(life))
    yield "lives.md", "\n\n".join(parts) + "\n"


def arrows(life: Life) -> list[tuple[int, str, str]]:
    """Number, origin and end of each arrow."""
    return [
        (number, str(origin), str(move.step.to))
        for number, move in enumerate(life.moves, start=1)
        for origin in move.step.origins
    ]
