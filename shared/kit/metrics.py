"""What a service measures about itself, in Prometheus' text format."""

from bisect import bisect_left
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Requests(Collector):
    """Counts requests and how long they took: a bisection and two additions each, on the hot path."""

    def __init__(self) -> None:
        self.in_flight = 0
        self._counts: dict[tuple[str, str, int], list[int]] = {}
        self._seconds: dict[tuple[str, str, int], float] = {}

    def finished(self, method: str, route: str, status: int, seconds: float) -> None:
        key = (method, route, status // 100)
        counts = self._counts.get(key)
        if counts is None:
            counts = self._counts[key] = [0] * (len(_BUCKETS) + 1)
            self._seconds[key] = 0.0
        counts[bisect_left(_BUCKETS, seconds)] += 1
        self._seconds[key] += seconds

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("pins_http_requests_in_flight", "Requests being answered now.", value=self.in_flight)
        family = HistogramMetricFamily(
            "pins_http_request_duration_seconds",
            "Time to answer a request, by route template and status class.",
            labels=("method", "route", "status"),
        )
        for (method, route, status), counts in self._counts.items():
            labels = (method, route, f"{status}xx")
            family.add_metric(labels, _cumulative(counts), sum_value=self._seconds[(method, route, status)])
        yield family


def _cumulative(counts: list[int]) -> list[tuple[str, float]]:
    total = 0
    buckets: list[tuple[str, float]] = []
    for bound, count in zip((*map(str, _BUCKETS), "+Inf"), counts, strict=True):
        total += count
        buckets.append((bound, total))
    return buckets


class Metrics:
    """One application's measures; each has its own registry, so four can live in one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Requests()
        self._registry.register(self.requests)
        ProcessCollector(registry=self._registry)
        self.feed_lag = Gauge(
            "pins_feed_lag_seconds",
            "Age of the oldest event of the source not yet applied by the consumer; 0 when there is none.",
            ("consumer", "source"),
            registry=self._registry,
        )
        self.events_applied = Counter(
            "pins_events_applied",
            "Events of the source that the consumer has applied.",
            ("consumer", "source"),
            registry=self._registry,
        )
        self.outbox_events = Gauge(
            "pins_outbox_events", "Events kept in this service's outbox.", registry=self._registry
        )

    def render(self) -> bytes:
        """Give every measure in Prometheus' text format."""
        return generate_latest(self._registry)
