"""What a service measures about itself, in Prometheus' text format."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# Answers whose number says who is to act: the caller, the issuer, or whoever runs this.
_TELLING = (401, 429, 503)
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Requests(Collector):
    """Counts requests and how long they took: a bisection and two additions each, on the hot path."""

    def __init__(self) -> None:
        self.in_flight = 0
        self._counts: dict[tuple[str, str, int], list[int]] = {}
        self._seconds: dict[tuple[str, str, int], float] = {}
        self._refused = dict.fromkeys(_TELLING, 0)

    def finished(self, method: str, route: str, status: int, seconds: float) -> None:
        key = (method, route, status // 100)
        counts = self._counts.get(key)
        if counts is None:
            counts = self._counts[key] = [0] * (len(_BUCKETS) + 1)
            self._seconds[key] = 0.0
        counts[bisect_left(_BUCKETS, seconds)] += 1
        self._seconds[key] += seconds
        if status in self._refused:
            self._refused[status] += 1

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
        refused = CounterMetricFamily(
            "pins_http_refused",
            "Answers 401 (not known), 429 (too many) and 503 (not now).",
            labels=("status",),
        )
        for status, number in self._refused.items():
            refused.add_metric((str(status),), number)
        yield refused


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
class Gauge:
    """A measure of one service's own: a statement that gives rows of a label's value and a number."""

    name: str
    help: str
    label: str
    statement: str


@dataclass(frozen=True)
class FeedState:
    """What the database says of the feeds, the service's own and those it follows, and of what else is measured."""

    outbox_events: int
    followed: Sequence[Followed]
    followers: int = 0
    counted: Sequence[tuple[Gauge, Sequence[tuple[str, float]]]] = ()


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
        if self.state.followed:
            yield GaugeMetricFamily(
                "pins_feed_followers",
                "Processes that follow the feeds for this service: 1, or 0 when none does.",
                value=self.state.followers,
            )
        for gauge, rows in self.state.counted:
            family = GaugeMetricFamily(gauge.name, gauge.help, labels=(gauge.label,))
            for value, number in rows:
                family.add_metric((value,), number)
            yield family


@dataclass(frozen=True)
class Pool:
    """Connections to the database: how many are used now, and how many there may be."""

    name: str
    in_use: int
    most: int


class Pools(Collector):
    """Shows how far the connections to the database are used up."""

    def __init__(self, read: Callable[[], Sequence[Pool]]) -> None:
        self._read = read

    def collect(self) -> Iterator[Metric]:
        in_use = GaugeMetricFamily(
            "pins_database_connections_in_use", "Connections that somebody holds now.", labels=("pool",)
        )
        most = GaugeMetricFamily(
            "pins_database_connections_most", "Connections that this process may have.", labels=("pool",)
        )
        for pool in self._read():
            in_use.add_metric((pool.name,), pool.in_use)
            most.add_metric((pool.name,), pool.most)
        yield in_use
        yield most


class Metrics:
    """One application's measures; each has its own registry, so four can live in one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Requests()
        self._registry.register(self.requests)
        ProcessCollector(registry=self._registry)
        self.feeds = Feeds()
        self._registry.register(self.feeds)

    def show_pools(self, read: Callable[[], Sequence[Pool]]) -> None:
        """Show these connections too."""
        self._registry.register(Pools(read))

    def render(self) -> bytes:
        """Give every measure in Prometheus' text format."""
        return generate_latest(self._registry)
