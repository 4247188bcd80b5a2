"""What one node carries beside what England needs at its busiest: `docs/performance/capacity.md`, from the results."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# A processor that is busy all the time leaves nothing for a bad minute.
_BUSY = 0.6
_TEXT = """# What one node carries, and what England needs

Written by `make bench` from the results at 1 x. A request's cost is the processor time of the service's process; the
database's is not in it, and has processors of its own. Capacity is what one process on one processor answers while
it is busy {busy:.0%} of the time; a service runs as one process for each processor, since it keeps no state.

| Work | Costs, us | One process, a second | England at its busiest, a second | Headroom |
| --- | --- | --- | --- | --- |
{rows}
## Where the need comes from

{needs}
These are upper bounds by design: everybody is taken to act within the same hours. Where the headroom is below 3 a
second process is worth having; below 1 it is needed. A service is started again or rolled without a pause only where it
has two, so two is the least anyway.

## What gives way first

1. **Writes**, since each is one transaction with its event: the database's log is written once for each. They are
   bounded by the disk's flushes before they are by the processor, and grow with better disks, not with more processes.
2. **The consumer of reporting**, which sums up anew the projects that a batch was about. It is one process for each
   source, whatever the number of replicas; its rate is in [the results](results.md).
3. **Exports** share a service's connections: half of them at most, so that reading goes on. Who needs every row each
   morning is better served by the feed.

What comes next, in this order: a second process of each service, a database of its own for each service (they already
have nothing in common), a read replica for reporting, and years in partitions of their own.
"""


@dataclass(frozen=True)
class Need:
    """What is asked for at the busiest, in requests a second, and why."""

    workload: str
    what: str
    a_second: float
    why: str


NEEDS = (
    Need(
        "one-row", "one row by id", 60,
        "600 people of boards and authorities on a quarter's last day, each opening a resource every 10 seconds.",
    ),
    Need(
        "list", "list of 50", 30,
        "The same 600 people, a list every 20 seconds.",
    ),
    Need(
        "unchanged", "one row by id, 304", 50,
        "200 systems of authorities and boards that ask, 15 resources a minute each, whether something changed.",
    ),
    Need(
        "create", "create", 40,
        "In the last week of assessments 1,500 of 3,000 schools write on one day, 60 times each in six hours: 4 a "
        "second, ten times that in the worst minutes.",
    ),
    Need(
        "project", "dashboard of a project", 20,
        "42 boards with 10 people who watch their dashboard, every 20 seconds.",
    ),
    Need(
        "nation", "dashboard of the nation", 2,
        "20 people of the national team, every 10 seconds.",
    ),
)  # fmt: skip


def text(found: Mapping[str, Any]) -> str:
    """The whole document."""
    ours = {row["workload"]: row for row in found["workloads"] if row["who"] == "ours"}
    rows, needs = "", ""
    for need in NEEDS:
        cost = ours[need.workload]["cpu_us"]
        carried = _BUSY * 1e6 / cost
        rows += (
            f"| {need.what} | {cost:,.0f} | {carried:,.0f} | {need.a_second:,.0f} | {carried / need.a_second:,.1f} |\n"
        )
        needs += f"- **{need.what}**, {need.a_second:,.0f} a second: {need.why}\n"
    return _TEXT.format(busy=_BUSY, rows=rows, needs=needs)
