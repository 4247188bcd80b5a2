"""Measures: what a scraper reads from a service."""

from math import inf

from prometheus_client.parser import text_string_to_metric_families

from shared.kit.metrics import FeedState, Followed, Gauge, Metrics, Pool


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


def test_lag_and_events_of_each_source_and_the_outbox_are_shown() -> None:
    metrics = Metrics()
    metrics.feeds.state = FeedState(12, [Followed("partnership", 7, 1.5), Followed("assessment", 0, inf)])
    found = samples(metrics)
    assert found[("pins_feed_lag_seconds", (("source", "partnership"),))] == 1.5
    assert found[("pins_feed_lag_seconds", (("source", "assessment"),))] == inf
    assert found[("pins_events_applied_total", (("source", "partnership"),))] == 7
    assert found[("pins_outbox_events", ())] == 12


def test_feeds_that_could_not_be_read_are_not_shown() -> None:
    assert b"pins_outbox_events" not in Metrics().render()


def test_two_applications_in_one_process_measure_apart() -> None:
    first, second = Metrics(), Metrics()
    first.feeds.state = FeedState(5, [])
    first.requests.finished("GET", "/", 200, 0.1)
    assert samples(first)[("pins_outbox_events", ())] == 5
    assert b"pins_outbox_events" not in second.render()
    assert b'route="/"' not in second.render()


def test_answers_that_say_who_is_to_act_are_counted_by_their_number() -> None:
    metrics = Metrics()
    for status in (200, 401, 404, 429, 429, 500, 503):
        metrics.requests.finished("GET", "/", status, 0.1)
    found = samples(metrics)
    shown = {
        dict(labels)["status"]: value for (name, labels), value in found.items() if name == "pins_http_refused_total"
    }
    assert shown == {"401": 1, "429": 2, "503": 1}


def test_who_follows_is_shown_by_those_that_have_someone_to_follow() -> None:
    metrics = Metrics()
    metrics.feeds.state = FeedState(0, [])
    assert ("pins_feed_followers", ()) not in samples(metrics)
    metrics.feeds.state = FeedState(0, [Followed("partnership", 0, inf)], followers=1)
    assert samples(metrics)[("pins_feed_followers", ())] == 1


def test_a_service_s_own_gauges_and_its_connections_are_shown() -> None:
    metrics = Metrics()
    gauge = Gauge("pins_jobs", "Jobs.", "kind", "select 1")
    metrics.feeds.state = FeedState(0, [], counted=[(gauge, [("export", 3.0)])])
    metrics.show_pools(lambda: [Pool("read", 2, 10)])
    found = samples(metrics)
    assert found[("pins_jobs", (("kind", "export"),))] == 3
    assert found[("pins_database_connections_in_use", (("pool", "read"),))] == 2
    assert found[("pins_database_connections_most", (("pool", "read"),))] == 10
