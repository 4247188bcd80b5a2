"""What the guide looks up: who may do what, events, errors, limits."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, get_type_hints

from shared import contracts
from shared.contracts.event import Event
from shared.contracts.roles import Kind
from shared.kit import deprecation
from shared.kit.docs_pages.operations import problems
from shared.kit.docs_pages.problems import remedy
from shared.kit.errors import Refusal, every_refusal
from shared.kit.service import Service
from shared.kit.settings import Settings

from .platform import SERVICES, cell, document, operations_of


def fragments() -> Iterator[tuple[str, str]]:
    """Each fragment of Markdown by its file's name."""
    yield "access.md", "\n\n".join(_access(service) for service in SERVICES) + "\n"
    yield "events.md", "\n\n".join(_events(service) for service in SERVICES) + "\n"
    yield "errors.md", _errors()
    yield "limits.md", _limits()
    yield "deprecations.md", _deprecations()


def _access(service: Service) -> str:
    kinds = list(Kind)
    rows = [
        f"## {service.name}_api",
        "",
        "| Operation | Scope | " + " | ".join(kinds) + " |",
        "|---|---|" + "---|" * len(kinds),
    ]
    for _, _, operation in operations_of(service):
        access = operation["x-access"]
        marks = " | ".join("yes" if kind in access["organisations"] else "–" for kind in kinds)  # noqa: RUF001
        need = access["scope"].partition(":")[2]
        rows.append(f"| `{operation['operationId']}`: {cell(operation.get('summary', ''))} | {need} | {marks} |")
    return "\n".join(rows)


def _deprecations() -> str:
    lines = [
        f"- `{operation['operationId']}` of {service.name}_api. {deprecation.sentence(operation[deprecation.KEY])}"
        for service in SERVICES
        for _, _, operation in operations_of(service)
        if deprecation.KEY in operation
    ]
    return "\n".join(lines or ["- Nothing."]) + "\n"


def _events(service: Service) -> str:
    rows = [f"## {service.name}_api", "", "| Type | When | `data` is | Who sees it |", "|---|---|---|---|"]
    for kind in sorted(_announced(service.name), key=lambda each: each.type):
        carried = get_type_hints(kind)["data"].__name__
        seen = "everybody" if kind.public else "those it concerns"
        rows.append(f"| `{kind.type}` | {cell(kind.__doc__ or '')} | {carried} | {seen} |")
    return "\n".join(rows)


def _announced(source: str) -> set[type[Event]]:
    package = import_module(f"{contracts.__name__}.{source}")
    modules = (import_module(f"{package.__name__}.{each.name}") for each in iter_modules(package.__path__))
    found = (each for module in modules for each in vars(module).values())
    return {each for each in found if isinstance(each, type) and issubclass(each, Event) and "type" in vars(each)}


def _errors() -> str:
    where = _answered_by()
    ours = (each for each in every_refusal() if each.__module__.startswith(("shared.", "services.")))
    shown = sorted((each for each in ours if each.slug() in where), key=lambda each: (each.slug(), each.__module__))
    return "\n\n".join(_of_status(status, shown, where) for status in sorted({each.status for each in shown})) + "\n"


def _answered_by() -> dict[str, list[str]]:
    where: dict[str, list[str]] = {}
    for service in SERVICES:
        for _, _, operation in operations_of(service):
            for _, slug, _ in problems(operation, document(service.name)):
                names = where.setdefault(slug, [])
                if service.name not in names:
                    names.append(service.name)
    return where


def _of_status(status: int, shown: list[type[Refusal]], where: dict[str, list[str]]) -> str:
    rows = [f"### {status}", "", remedy(status), "", "| Problem | What it means | Service |", "|---|---|---|"]
    for kind in shown:
        if kind.status == status:
            title, meaning = cell(kind.title), cell(kind.__doc__ or "")
            rows.append(f"| [{title}](problem:{kind.slug()}) `{kind.slug()}` | {meaning} | {_services(kind, where)} |")
    return "\n".join(rows)


def _services(kind: type[Refusal], where: dict[str, list[str]]) -> str:
    """Who answers it: the service that it is written in, or those that share it."""
    if kind.__module__.startswith("services."):
        return kind.__module__.split(".")[1].removesuffix("_api")
    names = where[kind.slug()]
    return "every service" if len(names) == len(SERVICES) else ", ".join(names)


_LIMITS = {
    "requests_per_minute": "Requests a client may make in a minute, to each service",
    "failed_logins_per_minute": "Tokens that do not hold, from one address, in a minute",
    "greatest_body_bytes": "Bytes of a request's body, unless its operation says otherwise",
    "statement_seconds": "Seconds a request may work in the database",
    "idempotency_hours": "Hours for which the answer to an `Idempotency-Key` is kept",
    "feed_retention_days": "Days for which an event stays in the feed",
}


def _limits() -> str:
    fields: Any = Settings.model_fields
    rows = ["| What | Unless the operator says otherwise | Setting |", "|---|---|---|"]
    rows += [f"| {words} | {fields[name].default:,} | `PINS_{name.upper()}` |" for name, words in _LIMITS.items()]
    return "\n".join(rows) + "\n"
