"""Who may reach whom in the cluster: as the table of the services says, and nothing beyond it."""

from itertools import product

import pytest

from deploy.local.services import SERVICES
from tests.support.kubernetes import (
    NAMED_PORTS,
    OVERLAYS,
    comes_in,
    containers,
    environment,
    goes_out,
    name_of,
    named,
    of,
    pod_of,
    reaches,
    selects,
    service_of,
    workloads,
)

PORT, DATABASE_PORT = NAMED_PORTS["http"], 5432
DATABASE = {"cnpg.io/cluster": "pins-database", "cnpg.io/podRole": "instance"}
STRANGER = {"app.kubernetes.io/name": "something-else"}
GATEWAY, MONITORING, OTHERS = {"pins/gateway": "true"}, {"pins/monitoring": "true"}, {"team": "others"}
NEIGHBOURS = {service.short_name: set(service.neighbours) for service in SERVICES}
EACH_OVERLAY = pytest.mark.parametrize("overlay", OVERLAYS)


def pods(overlay: str) -> dict[str, dict[str, str]]:
    return {name_of(each): pod_of(each)["metadata"]["labels"] for each in workloads(overlay)}


@EACH_OVERLAY
def test_a_service_reaches_those_it_is_told_of_and_no_other(overlay: str):
    for each in of(overlay, "Deployment"):
        sender, labels = service_of(each), pod_of(each)["metadata"]["labels"]
        told = environment(overlay, next(containers(each)))
        addresses = {name: told.get(f"PINS_{name.upper()}_URL") for name in NEIGHBOURS}
        assert {name for name, address in addresses.items() if address} == NEIGHBOURS[sender]
        for name, address in addresses.items():
            if address:
                port = named(overlay, "Service", f"{name}-api")["spec"]["ports"][0]["port"]
                assert address == f"http://{name}-api:{port}"
        for receiver, theirs in pods(overlay).items():
            wanted = receiver in {f"{name}-api" for name in NEIGHBOURS[sender]}
            assert reaches(overlay, labels, theirs, PORT) == wanted, (name_of(each), receiver)


@EACH_OVERLAY
def test_migrations_speak_to_the_database_alone(overlay: str):
    found = pods(overlay)
    migrations = [labels for name, labels in found.items() if name.endswith("-migrate")]
    assert len(migrations) == len(SERVICES)
    for labels in migrations:
        assert reaches(overlay, labels, DATABASE, DATABASE_PORT)
        assert not goes_out(overlay, labels, 443)
        assert not any(reaches(overlay, labels, other, PORT) for other in found.values())


@EACH_OVERLAY
def test_the_database_is_reached_by_those_who_use_it_and_by_nothing_else(overlay: str):
    cluster = named(overlay, "Cluster", "pins-database")
    assert selects({"matchLabels": {"cnpg.io/cluster": name_of(cluster)}}, DATABASE)
    assert all(reaches(overlay, labels, DATABASE, DATABASE_PORT) for labels in pods(overlay).values())
    assert reaches(overlay, DATABASE, DATABASE, DATABASE_PORT)
    assert not reaches(overlay, STRANGER, DATABASE, DATABASE_PORT)
    assert not comes_in(overlay, GATEWAY, DATABASE, DATABASE_PORT)
    rules = cluster["spec"]["postgresql"]["pg_hba"]
    databases = {each["spec"]["name"]: each["spec"]["owner"] for each in of(overlay, "Database")}
    roles = {role["name"] for role in cluster["spec"]["managed"]["roles"]}
    assert set(rules[:-1]) == {f"hostssl {name} {name},{owner} all scram-sha-256" for name, owner in databases.items()}
    assert set(rules[-1].split()[2].split(",")) == roles == {*databases, *databases.values()}
    assert rules[-1].split()[-1] == "reject"


@EACH_OVERLAY
def test_only_the_gateway_and_prometheus_come_in_from_elsewhere(overlay: str):
    for name, labels in pods(overlay).items():
        serves = name.endswith("-api")
        for namespace in (GATEWAY, MONITORING):
            assert comes_in(overlay, namespace, labels, PORT) == serves
        assert not comes_in(overlay, OTHERS, labels, PORT)
        assert not reaches(overlay, STRANGER, labels, PORT)


@EACH_OVERLAY
def test_the_issuer_is_reached_by_all_that_check_or_take_tokens_and_receivers_of_webhooks_by_reporting(overlay: str):
    found = pods(overlay)
    assert {name for name, labels in found.items() if goes_out(overlay, labels, 443)} == {
        name for name in found if not name.endswith("-migrate")
    }
    assert [name for name, labels in found.items() if goes_out(overlay, labels, 8443)] == ["reporting-api"]
    private = ("10.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")
    for policy, rule in product(of(overlay, "NetworkPolicy"), ("egress",)):
        for peer in (peer for each in policy["spec"].get(rule, ()) for peer in each.get("to", ())):
            if peer.get("ipBlock", {}).get("cidr") == "0.0.0.0/0":
                assert set(private) <= set(peer["ipBlock"]["except"])


@EACH_OVERLAY
def test_the_gateway_knows_each_service_by_its_own_name_and_the_address_that_it_gives_out(overlay: str):
    [route], [gateway] = of(overlay, "HTTPRoute"), of(overlay, "Gateway")
    assert route["spec"]["parentRefs"] == [{"name": name_of(gateway)}]
    [host], [listener] = route["spec"]["hostnames"], gateway["spec"]["listeners"]
    assert listener["hostname"] == host
    for service, rule in zip(SERVICES, route["spec"]["rules"], strict=True):
        [match], [backend] = rule["matches"], rule["backendRefs"]
        assert match["path"]["value"] == f"/{service.short_name}"
        behind = named(overlay, "Service", backend["name"])
        assert backend == {"name": f"{service.short_name}-api", "port": behind["spec"]["ports"][0]["port"]}
        deployment = named(overlay, "Deployment", backend["name"])
        told = environment(overlay, next(containers(deployment)))
        assert told["PINS_PUBLIC_URL"] == f"https://{host}/{service.short_name}"
