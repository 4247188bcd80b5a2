"""Measures: what a scraper reads from a service."""

from prometheus_client.parser import text_string_to_metric_families

from shared.kit.metrics import Metrics


def samples(metrics: Metrics) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    families = text_string_to_metric_families(metrics.render().decode())
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def test_requests_are_counted_by_route_and_status_class_in_cumulative_buckets() -> None:
    metrics = Metrics()
    for seconds in (0.0004, 0.02, 0.02, 99.0):
        metrics.requests.finished("GET", "/v1/schools", 200, seconds)
    metrics.requests.finished("GET", "/v1/schools", 404, 0.01)
    found = samples(metrics)
    labels = {"method": "GET", "route": "/v1/schools", "status": "2xx"}
    name = "pins_http_request_duration_seconds"

    def bucket(bound: str) -> float:
        return found[(f"{name}_bucket", tuple(sorted({**labels, "le": bound}.items())))]

    assert bucket("0.001") == 1
    assert bucket("0.025") == 3
    assert bucket("30.0") == 3
    assert bucket("+Inf") == 4
    assert found[(f"{name}_count", tuple(sorted(labels.items())))] == 4
    assert round(found[(f"{name}_sum", tuple(sorted(labels.items())))], 4) == 99.0404
    assert found[(f"{name}_count", (("method", "GET"), ("route", "/v1/schools"), ("status", "4xx")))] == 1


def test_a_duration_on_a_bound_belongs_to_that_bucket() -> None:
    metrics = Metrics()
    metrics.requests.finished("GET", "/", 200, 0.25)
    labels = (("le", "0.25"), ("method", "GET"), ("route", "/"), ("status", "2xx"))
    assert samples(metrics)[("pins_http_request_duration_seconds_bucket", labels)] == 1


def test_lag_events_and_outbox_are_there_for_the_feed_to_set() -> None:
    metrics = Metrics()
    metrics.feed_lag.labels("reporting", "partnership").set(1.5)
    metrics.events_applied.labels("reporting", "partnership").inc(7)
    metrics.outbox_events.set(12)
    found = samples(metrics)
    labels = (("consumer", "reporting"), ("source", "partnership"))
    assert found[("pins_feed_lag_seconds", labels)] == 1.5
    assert found[("pins_events_applied_total", labels)] == 7
    assert found[("pins_outbox_events", ())] == 12


def test_two_applications_in_one_process_measure_apart() -> None:
    first, second = Metrics(), Metrics()
    first.outbox_events.set(5)
    first.requests.finished("GET", "/", 200, 0.1)
    assert samples(second)[("pins_outbox_events", ())] == 0
    assert b'route="/"' not in second.render()
