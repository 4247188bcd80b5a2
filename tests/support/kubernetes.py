"""The manifests of an overlay as they are applied, and what Kubernetes would make of their selectors and policies."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[2] / "deploy" / "kubernetes"
OVERLAYS = ("one-board", "national")
NAMED_PORTS = {"http": 8000}

Manifest = dict[str, Any]
Labels = Mapping[str, str]


@cache
def rendered(overlay: str) -> tuple[Manifest, ...]:
    """Every manifest that `kubectl apply -k` would apply, as it was rendered last."""
    return tuple(read((FOLDER / "rendered" / f"{overlay}.yaml").read_text()))


def read(text: str) -> Iterator[Manifest]:
    """The manifests of a file, read by the library in C where it is there: some thousand lines."""
    yield from yaml.load_all(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def of(overlay: str, *kinds: str) -> list[Manifest]:
    return [each for each in rendered(overlay) if each["kind"] in kinds]


def name_of(manifest: Manifest) -> str:
    name: str = manifest["metadata"]["name"]
    return name


def named(overlay: str, kind: str, name: str) -> Manifest:
    return next(each for each in of(overlay, kind) if name_of(each) == name)


def workloads(overlay: str) -> list[Manifest]:
    """Everything that runs pods of ours."""
    return of(overlay, "Deployment", "Job")


def pod_of(manifest: Manifest) -> Manifest:
    pod: Manifest = manifest["spec"]["template"]
    return pod


def containers(manifest: Manifest) -> Iterator[Manifest]:
    spec = pod_of(manifest)["spec"]
    yield from spec.get("initContainers", ())
    yield from spec["containers"]


def service_of(manifest: Manifest) -> str:
    name: str = pod_of(manifest)["metadata"]["labels"]["app.kubernetes.io/name"]
    return name


def environment(overlay: str, container: Manifest) -> dict[str, str]:
    """What a container is told, with its references followed as a kubelet would."""
    maps = {name_of(each): each["data"] for each in of(overlay, "ConfigMap")}
    told: dict[str, str] = {}
    for source in container["envFrom"]:
        told |= maps[source["configMapRef"]["name"]]
    known: dict[str, str] = {}  # what $(...) may name: nothing that came by envFrom
    for each in container["env"]:
        if "valueFrom" in each:
            key = each["valueFrom"]["configMapKeyRef"]
            value = maps[key["name"]][key["key"]]
        else:
            value = each["value"]
            for name, found in known.items():
                value = value.replace(f"$({name})", found)
        known[each["name"]] = value
    return told | known


def secrets_of(manifest: Manifest) -> dict[str, list[str]]:
    """Which secrets each container is given, by their names."""
    volumes = {
        volume["name"]: [source["secret"]["name"] for source in volume["projected"]["sources"]]
        for volume in pod_of(manifest)["spec"]["volumes"]
        if "projected" in volume
    }
    return {
        container["name"]: [
            name for mount in container["volumeMounts"] for name in volumes.get(mount["name"], ()) if mount["readOnly"]
        ]
        for container in containers(manifest)
    }


def selects(selector: Mapping[str, Any], labels: Labels) -> bool:
    """Whether a label selector, as it stands in a manifest, takes these labels."""
    wanted = selector.get("matchLabels", {}).items()
    expressions = selector.get("matchExpressions", ())
    assert all(each["operator"] == "In" for each in expressions)
    return all(labels.get(key) == value for key, value in wanted) and all(
        labels.get(each["key"]) in each["values"] for each in expressions
    )


def reaches(overlay: str, sender: Labels, receiver: Labels, port: int) -> bool:
    """Whether the policies let a pod of this namespace speak to another."""
    return _allowed(overlay, "egress", sender, receiver, port) and _allowed(overlay, "ingress", receiver, sender, port)


def comes_in(overlay: str, namespace: Labels, receiver: Labels, port: int) -> bool:
    """Whether the policies let pods of another namespace speak to a pod."""
    return any(
        "namespaceSelector" in peer and "podSelector" not in peer and selects(peer["namespaceSelector"], namespace)
        for peer in _peers(overlay, "ingress", receiver, port)
    )


def goes_out(overlay: str, sender: Labels, port: int) -> bool:
    """Whether the policies let a pod speak to the public internet."""
    return any("ipBlock" in peer for peer in _peers(overlay, "egress", sender, port))


def _allowed(overlay: str, way: str, subject: Labels, other: Labels, port: int) -> bool:
    return any(
        peer == {}
        or ("podSelector" in peer and "namespaceSelector" not in peer and selects(peer["podSelector"], other))
        for peer in _peers(overlay, way, subject, port)
    )


def _peers(overlay: str, way: str, subject: Labels, port: int) -> Iterator[Manifest]:
    for policy in of(overlay, "NetworkPolicy"):
        if not selects(policy["spec"]["podSelector"], subject):
            continue
        for rule in policy["spec"].get(way, ()):
            ports = [NAMED_PORTS.get(each["port"], each["port"]) for each in rule["ports"]]
            if port in ports:
                yield from rule.get("from" if way == "ingress" else "to", ({},))
