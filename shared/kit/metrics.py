"""What a service measures about itself, in Prometheus' text format."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
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


@dataclass(frozen=True)
class Followed:
    """How far one source has been followed. A source that was never read to its end lags without bound."""

    source: str
    applied: int
    lag_seconds: float


@dataclass(frozen=True)
class FeedState:
    """What the database says of the feeds: the service's own, and those it follows."""

    outbox_events: int
    followed: Sequence[Followed]


class Feeds(Collector):
    """Shows the state of the feeds as it was last read; nothing when it could not be read."""

    def __init__(self) -> None:
        self.state: FeedState | None = None

    def collect(self) -> Iterator[Metric]:
        if self.state is None:
            return
        yield GaugeMetricFamily(
            "pins_outbox_events", "Events kept in this service's outbox, at most.", value=self.state.outbox_events
        )
        lag = GaugeMetricFamily(
            "pins_feed_lag_seconds",
            "Time since this service had applied everything of the source; +Inf when it never had.",
            labels=("source",),
        )
        applied = CounterMetricFamily(
            "pins_events_applied", "Events of the source that this service has applied.", labels=("source",)
        )
        for each in self.state.followed:
            lag.add_metric((each.source,), each.lag_seconds)
            applied.add_metric((each.source,), each.applied)
        yield lag
        yield applied


class Metrics:
    """One application's measures; each has its own registry, so four can live in one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Requests()
        self._registry.register(self.requests)
        ProcessCollector(registry=self._registry)
        self.feeds = Feeds()
        self._registry.register(self.feeds)

    def render(self) -> bytes:
        """Give every measure in Prometheus' text format."""
        return generate_latest(self._registry)
