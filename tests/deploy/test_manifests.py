"""The manifests for Kubernetes, as they are applied: valid, hardened, and each pointing to what is there."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache

import jsonschema
import kubernetes_validate
import pytest
from kubernetes_validate import utils

from shared.kit import healthy, server
from tests.deploy.custom_resources import SPECS
from tests.support.kubernetes import (
    FOLDER,
    NAMED_PORTS,
    OVERLAYS,
    containers,
    environment,
    name_of,
    named,
    of,
    pod_of,
    read,
    rendered,
    secrets_of,
    selects,
    service_of,
    workloads,
)
from tests.support.services import SERVICES

OLDEST, NEWEST = "1.31", "1.37"
SETTINGS = {service.name: {f"PINS_{name.upper()}" for name in service.settings.model_fields} for service in SERVICES}
NAMES = sorted(SETTINGS)
SUBSCRIBERS = sorted(service.name for service in SERVICES if service.subscriptions)
EACH_OVERLAY = pytest.mark.parametrize("overlay", OVERLAYS)


def quantity(text: str) -> float:
    """A number of processors, or of bytes."""
    units = {"m": 0.001, "Mi": 2**20, "Gi": 2**30}
    unit = next((each for each in units if text.endswith(each)), "")
    return float(text.removesuffix(unit)) * units.get(unit, 1)


@EACH_OVERLAY
def test_what_is_rendered_is_what_the_overlays_say(overlay: str):
    kubectl = shutil.which("kubectl")
    if kubectl is None or subprocess.run([kubectl, "kustomize", "--help"], capture_output=True, check=False).returncode:
        pytest.skip("needs kubectl with kustomize")
    overlay_folder = FOLDER / "overlays" / overlay
    done = subprocess.run([kubectl, "kustomize", overlay_folder], capture_output=True, check=True, text=True)
    found = {(each["kind"], name_of(each)): each for each in read(done.stdout)}
    assert found == {(each["kind"], name_of(each)): each for each in rendered(overlay)}, "run make manifests"


@pytest.fixture(scope="module", autouse=True)
def _schemas_that_are_read_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(utils, "schema_contents", cache(utils.schema_contents))
        yield


@EACH_OVERLAY
@pytest.mark.parametrize("version", [OLDEST, NEWEST])
def test_every_manifest_is_what_kubernetes_and_the_operators_take(overlay: str, version: str):
    for manifest in rendered(overlay):
        spec = SPECS.get((manifest["apiVersion"], manifest["kind"]))
        if spec is None:
            kubernetes_validate.validate(manifest, version, strict=True)
        else:
            assert set(manifest) == {"apiVersion", "kind", "metadata", "spec"}
            jsonschema.validate(manifest["spec"], spec)


def test_a_field_that_does_not_exist_is_found_in_either():
    cluster = named("one-board", "Cluster", "pins-database")["spec"] | {"instance": 2}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(cluster, SPECS["postgresql.cnpg.io/v1", "Cluster"])
    service = named("one-board", "Service", "partnership-api")
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(service | {"spec": {"port": 8000}}, NEWEST, strict=True)


@EACH_OVERLAY
def test_each_service_is_served_migrated_and_followed_from_its_own_image_of_one_release(overlay: str):
    expected = {f"{name}-{part}" for name in NAMES for part in ("api", "migrate")}
    assert {name_of(each) for each in workloads(overlay)} == expected | {f"{name}-subscriber" for name in SUBSCRIBERS}
    images = {(service_of(each), container["image"]) for each in workloads(overlay) for container in containers(each)}
    [release] = {image.partition(":")[2] for _, image in images}
    assert images == {(name, f"pins/{name}_api:{release}") for name in NAMES}
    assert release
    verbs = [container["args"] for each in of(overlay, "Job") for container in containers(each)]
    assert verbs == [["migrate"], ["load-reference"]] * len(NAMES)


@EACH_OVERLAY
def test_every_selector_finds_its_own_pods_and_no_others(overlay: str):
    pods = {name_of(each): pod_of(each)["metadata"]["labels"] for each in workloads(overlay)}

    def found(selector: dict) -> list[str]:
        return [name for name, labels in pods.items() if selects(selector, labels)]

    for each in of(overlay, "Deployment", "PodDisruptionBudget"):
        assert found(each["spec"]["selector"]) == [name_of(each)]
    for each in of(overlay, "Service"):
        assert found({"matchLabels": each["spec"]["selector"]}) == [name_of(each)]
    for each in of(overlay, "Deployment"):
        for spread in pod_of(each)["spec"]["topologySpreadConstraints"]:
            assert found(spread["labelSelector"]) == [name_of(each)]
    targets = [each["spec"]["scaleTargetRef"]["name"] for each in of(overlay, "HorizontalPodAutoscaler")]
    assert targets == [f"{name}-api" for name in NAMES]
    # Where the autoscaler says how many there are, nothing else does.
    assert not any("replicas" in named(overlay, "Deployment", name)["spec"] for name in targets)


@EACH_OVERLAY
def test_every_probe_asks_what_is_answered(overlay: str):
    paths = json.loads((SERVICES[0].folder / "openapi.json").read_text())["paths"]
    for each in of(overlay, "Deployment"):
        [container] = containers(each)
        probes = {name: probe for name, probe in container.items() if name.endswith("Probe")}
        if container["args"] == ["serve"]:
            [port] = container["ports"]
            assert NAMED_PORTS[port["name"]] == port["containerPort"]
            asked = {name: probe["httpGet"] for name, probe in probes.items()}
            assert {name: at["path"].rpartition("/")[2] for name, at in asked.items()} == {
                "startupProbe": "live", "livenessProbe": "live", "readinessProbe": "ready",
            }  # fmt: skip
            assert all(at["path"] in paths and at["port"] == port["name"] for at in asked.values())
            annotations = pod_of(each)["metadata"]["annotations"]
            assert annotations["prometheus.io/path"] in paths
            assert annotations["prometheus.io/port"] == str(port["containerPort"])
        else:
            assert set(probes) == {"startupProbe", "livenessProbe"}
            for probe in probes.values():
                *_, module, argument = probe["exec"]["command"]
                assert module == healthy.__name__
                assert argument in healthy._CHECKS
            told = environment(overlay, container)
            assert told["PINS_HEARTBEAT_FILE"].startswith("/tmp/")


@EACH_OVERLAY
def test_everything_that_is_told_is_a_setting_and_nothing_that_must_be_told_is_left_out(overlay: str):
    for each in workloads(overlay):
        service = service_of(each)
        given = secrets_of(each)
        for container in containers(each):
            told = environment(overlay, container)
            secret = {key.upper() for name in given[container["name"]] for key in keys_of(overlay, name)}
            names = {name for name in told if name.startswith("PINS_")} | secret
            assert names - {"PINS_SECRETS_DIR"} <= SETTINGS[service]
            [at] = [mount["mountPath"] for mount in container["volumeMounts"] if "secrets" in mount["mountPath"]]
            assert told["PINS_SECRETS_DIR"] == at
            values = {name.removeprefix("PINS_").lower(): value for name, value in told.items() if name in names}
            known = next(one.settings for one in SERVICES if one.name == service)
            read = known.model_validate(values | {"database_url": "postgresql://x@x/x"})
            assert str(read.public_url).endswith(f"/{service}")


def keys_of(overlay: str, secret: str) -> list[str]:
    """What is in a secret that is given by reference; the operator of the database makes the certificate itself."""
    if secret == "pins-database-ca":
        return []
    return list(named(overlay, "ExternalSecret", secret)["spec"]["target"]["template"]["data"])


@EACH_OVERLAY
def test_the_owner_of_a_database_migrates_it_and_nobody_else_has_its_password(overlay: str):
    for each in workloads(overlay):
        service = service_of(each)
        for container, given in secrets_of(each).items():
            owner = container == "migrate"
            assert given == [f"{service}-owner-secrets" if owner else f"{service}-secrets", "pins-database-ca"]
            template = named(overlay, "ExternalSecret", given[0])["spec"]["target"]["template"]["data"]
            role = f"pins_{service}_owner" if owner else f"pins_{service}"
            assert template["pins_database_url"].startswith(f"postgresql://{role}:")
            assert f"@pins-database-rw:5432/pins_{service}?sslmode=verify-full" in template["pins_database_url"]
    reading = named(overlay, "ExternalSecret", "reporting-secrets")["spec"]["target"]["template"]["data"]
    assert "@pins-database-ro:5432/pins_reporting?" in reading["pins_read_database_url"]


@EACH_OVERLAY
def test_every_container_is_hardened_and_asks_for_no_more_than_it_may_have(overlay: str):
    for each in workloads(overlay):
        pod = pod_of(each)["spec"]
        assert pod["automountServiceAccountToken"] is False
        assert named(overlay, "ServiceAccount", pod["serviceAccountName"])["automountServiceAccountToken"] is False
        security = pod["securityContext"]
        assert (security["runAsNonRoot"], security["runAsUser"], security["runAsGroup"]) == (True, 10001, 10001)
        assert security["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in containers(each):
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            resources = container["resources"]
            assert set(resources["requests"]) == {"cpu", "memory"}
            assert quantity(resources["requests"]["memory"]) <= quantity(resources["limits"]["memory"])


@EACH_OVERLAY
def test_a_pod_is_given_the_time_that_its_end_takes(overlay: str):
    for each in of(overlay, "Deployment"):
        [container] = containers(each)
        told = environment(overlay, container)
        needed = float(told["PINS_DRAIN_SECONDS"]) + server._GRACE_SECONDS if container["args"] == ["serve"] else 15
        assert pod_of(each)["spec"]["terminationGracePeriodSeconds"] > needed
        assert "lifecycle" not in container
        assert each["spec"]["strategy"]["rollingUpdate"] == {"maxSurge": 1, "maxUnavailable": 0}


@EACH_OVERLAY
def test_all_pods_that_there_can_be_have_the_connections_that_they_may_open(overlay: str):
    most = {
        f"{each['metadata']['name']}": each["spec"]["maxReplicas"] for each in of(overlay, "HorizontalPodAutoscaler")
    }
    connections = 0
    for each in of(overlay, "Deployment"):
        told = environment(overlay, next(containers(each)))
        pods = most.get(name_of(each)) or each["spec"]["replicas"]
        # Beside the two pools: the one that listens, or the one that holds the lease.
        a_pod = int(told["PINS_WRITE_CONNECTIONS"]) + int(told["PINS_READ_CONNECTIONS"]) + 1
        connections += (pods + each["spec"]["strategy"]["rollingUpdate"]["maxSurge"]) * a_pod
    database = named(overlay, "Cluster", "pins-database")["spec"]["postgresql"]["parameters"]
    assert connections + 20 <= int(database["max_connections"])
