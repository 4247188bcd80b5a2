"""What breaks a caller of an older document: operations, parameters, bodies and answers that are not as they were."""

from collections.abc import Iterator

from .finishing import Node, operations
from .narrowing import Pair, breaks


def breaking(old: Node, new: Node) -> Iterator[str]:
    """Give a sentence for each difference that breaks a client made from the older document."""
    now = {(path, method): operation for path, method, operation in operations(new)}
    for path, method, before in operations(old):
        place = f"{method.upper()} {path}"
        after = now.get((path, method))
        if after is None:
            yield f"{place} is gone"
            continue
        for sentence in _of_operation(before, after, old, new):
            yield f"{place}: {sentence}"


def _of_operation(before: Node, after: Node, old: Node, new: Node) -> Iterator[str]:
    if before["operationId"] != after["operationId"]:
        yield f"{before['operationId']} is called {after['operationId']} now"
    yield from _of_access(before.get("x-access", {}), after.get("x-access", {}))
    yield from _of_parameters(before, after, Pair(old, new, request=True))
    yield from _of_request(before.get("requestBody"), after.get("requestBody"), Pair(old, new, request=True))
    for status, answer in before["responses"].items():
        if status < "400":
            yield from _of_answer(status, answer, after["responses"].get(status), old, new)


def _of_access(before: Node, after: Node) -> Iterator[str]:
    if after and before.get("scope") != after["scope"]:
        yield f"it needs the scope {after['scope']} now"
    lost = set(before.get("organisations", ())) - set(after.get("organisations", ()))
    if after and lost:
        yield f"{', '.join(sorted(lost))} may no longer call it"


def _of_parameters(before: Node, after: Node, pair: Pair) -> Iterator[str]:
    now = {(each["in"], each["name"]): each for each in after.get("parameters", ())}
    known = {(each["in"], each["name"]): each for each in before.get("parameters", ())}
    for key, parameter in known.items():
        name = f"the {key[0]} parameter {key[1]}"
        if key not in now:
            yield f"{name} is gone"
            continue
        if now[key].get("required") and not parameter.get("required"):
            yield f"{name} is needed now"
        for sentence in breaks(parameter["schema"], now[key]["schema"], pair):
            yield f"{name}: {sentence.strip()}"
    for key, parameter in now.items():
        if key not in known and parameter.get("required"):
            yield f"the {key[0]} parameter {key[1]} is needed now"


def _of_request(before: Node | None, after: Node | None, pair: Pair) -> Iterator[str]:
    if before is None:
        if after is not None and after.get("required"):
            yield "a body is needed now"
        return
    if after is None:
        yield "it takes no body any more"
        return
    if after.get("required") and not before.get("required"):
        yield "a body is needed now"
    for media_type, body in before["content"].items():
        if media_type not in after["content"]:
            yield f"it does not read {media_type} any more"
            continue
        for sentence in breaks(body["schema"], after["content"][media_type]["schema"], pair):
            yield f"in the request, {sentence.strip()}"


def _of_answer(status: str, before: Node, after: Node | None, old: Node, new: Node) -> Iterator[str]:
    if after is None:
        yield f"it does not answer {status} any more"
        return
    for media_type, body in before.get("content", {}).items():
        if media_type not in after.get("content", {}):
            yield f"it does not give {media_type} any more"
            continue
        for sentence in breaks(body["schema"], after["content"][media_type]["schema"], Pair(old, new, request=False)):
            yield f"in the answer {status}, {sentence.strip()}"
    for name in before.get("headers", {}):
        if name not in after.get("headers", {}):
            yield f"the answer {status} has no header {name} any more"
