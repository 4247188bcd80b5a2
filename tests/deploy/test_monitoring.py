"""What is watched and what is alarmed about: only what the services measure, each with what to do about it."""

import json
import re
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests.support.databases import Databases
from tests.support.services import SERVICES
from tests.support.serving import Served, live

FOLDER = Path(__file__).parents[2] / "deploy" / "monitoring"
RULES = ("alerts.yml", "alerts-cluster.yml")
# What the scrape itself adds: prometheus.yml and prometheus-kubernetes.yml.
SCRAPED = {"job", "instance", "service", "pod"}
# Of CloudNativePG's exporter, the kubelets and cert-manager, which alerts-cluster.yml alone may ask for.
OF_OTHERS = ("cnpg_", "kubelet_", "certmanager_")
_MEASURE = re.compile(r"\b(?:pins|process|cnpg|kubelet|certmanager)_[a-z0-9_]+\b")
_WITH_LABELS = re.compile(r"\b((?:pins|process)_[a-z0-9_]+)\{([^}]*)\}")


def alerts(*files: str) -> list[dict]:
    found = [yaml.safe_load((FOLDER / file).read_text()) for file in files or RULES]
    return [rule for each in found for group in each["groups"] for rule in group["rules"]]


def dashboard() -> dict:
    return json.loads((FOLDER / "grafana/dashboards/pins.json").read_text())


def expressions() -> list[str]:
    shown = [target["expr"] for panel in dashboard()["panels"] for target in panel["targets"]]
    asked = [each["query"]["query"] for each in dashboard()["templating"]["list"]]
    return [*(rule["expr"] for rule in alerts()), *shown, *asked]


@asynccontextmanager
async def each_running(databases: Databases) -> AsyncIterator[list[Served]]:
    """The two services that measure something of their own; the others measure a part of what these do."""
    commissioning, reporting = SERVICES[2], SERVICES[3]
    async with (
        databases.copy(commissioning) as one,
        databases.copy(reporting) as two,
        live(commissioning, one) as first,
        live(reporting, two) as second,
    ):
        yield [first, second]


async def measured(databases: Databases) -> dict[str, set[str]]:
    """Every name that a service shows, with its labels."""
    found: dict[str, set[str]] = {}
    async with each_running(databases) as running:
        for served in running:
            client = served.as_(None)
            await client.get("/v1/schools")
            for family in text_string_to_metric_families((await client.get("/metrics")).text):
                for sample in family.samples:
                    found.setdefault(sample.name, set()).update(sample.labels)
    return found


async def test_rules_and_dashboard_ask_for_nothing_that_is_not_measured(databases: Databases):
    known = await measured(databases)
    asked = {name for expression in expressions() for name in _MEASURE.findall(expression)}
    assert {name for name in asked if not name.startswith(OF_OTHERS)} <= set(known)
    labelled = [found for expression in expressions() for found in _WITH_LABELS.findall(expression)]
    assert labelled
    for name, selectors in labelled:
        assert set(re.findall(r"(\w+)(?:=|!)", selectors)) <= known[name] | SCRAPED, name
    # Whatever a service measures is either watched or shown.
    assert {name for name in known if name.startswith("pins_")} - asked <= {
        f"pins_http_request_duration_seconds{part}" for part in ("_sum", "_count", "_bucket")
    }


def test_only_the_rules_of_the_cluster_ask_for_what_others_measure():
    assert not [
        name for rule in alerts("alerts.yml") for name in _MEASURE.findall(rule["expr"]) if name.startswith(OF_OTHERS)
    ]


def test_every_alert_says_what_is_wrong_how_urgent_it_is_and_where_it_stands_what_to_do():
    names = [rule["alert"] for rule in alerts()]
    assert len(names) == len(set(names))
    for rule in alerts():
        anchor = re.sub(r"(?<!^)(?=[A-Z])", "-", rule["alert"]).lower()
        assert rule["annotations"]["runbook"] == f"docs/operations.md#{anchor}"
        assert rule["annotations"]["summary"].endswith(".")
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["for"]


def test_every_alert_of_the_services_is_tried_both_when_it_is_due_and_when_all_is_well():
    trials = yaml.safe_load((FOLDER / "alerts_test.yml").read_text())["tests"]
    names = {rule["alert"] for rule in alerts("alerts.yml")}
    quiet, *loud = trials
    assert {each["alertname"] for each in quiet["alert_rule_test"] if not each.get("exp_alerts")} == names
    assert {each["alertname"] for trial in loud for each in trial["alert_rule_test"] if each["exp_alerts"]} == names


def test_compose_scrapes_the_four_services_and_the_dashboard_finds_its_source():
    jobs = yaml.safe_load((FOLDER / "prometheus.yml").read_text())["scrape_configs"]
    [job] = jobs
    targets = {each["labels"]["service"]: each["targets"] for each in job["static_configs"]}
    assert targets == {service.name: [f"{service.name}:8000"] for service in SERVICES}
    sources = yaml.safe_load((FOLDER / "grafana/provisioning/datasources/prometheus.yml").read_text())["datasources"]
    assert {panel["datasource"]["uid"] for panel in dashboard()["panels"]} == {source["uid"] for source in sources}


@pytest.mark.parametrize(
    "arguments",
    [("check", "rules", *RULES), ("test", "rules", "alerts_test.yml"), ("check", "config", "prometheus.yml")],
    ids=["rules", "trials", "config"],
)
def test_prometheus_itself_takes_them(arguments: tuple[str, ...]):
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("needs promtool")
    done = subprocess.run([promtool, *arguments], cwd=FOLDER, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
