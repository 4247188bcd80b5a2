"""Round after round: the files that have come to rest, then the pulls that are due."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pins import show
from pins.client import Client
from pins.errors import PinsError
from pins.folder import finding, pulling, sending
from pins.folder.journal import Journal


@dataclass(frozen=True)
class Plan:
    """A folder and how it is to be kept."""

    folder: Path
    state: Path
    options: Mapping[str, Mapping[str, str]]
    still: float
    every: float
    move: bool


@dataclass
class Outcome:
    """What rounds came to. `problem` is what stands in the way of the rest."""

    taken: int = 0
    refused: int = 0
    problem: PinsError | None = None


def run_once(plan: Plan, client: Client) -> Outcome:
    """All that is at rest, and all pulls that are due."""
    journal, stillness, outcome = Journal(plan.state / "journal.jsonl"), finding.Stillness(plan.still), Outcome()
    if plan.still and _waiting(plan, journal, stillness):
        time.sleep(plan.still)
    _round(plan, client, journal, stillness, outcome)
    return outcome


def watch(plan: Plan, client: Client) -> Outcome:
    """For ever. What cannot be reached is tried again in the next round."""
    journal, stillness = Journal(plan.state / "journal.jsonl"), finding.Stillness(plan.still)
    while True:
        _round(plan, client, journal, stillness, Outcome())
        time.sleep(plan.every)


def _waiting(plan: Plan, journal: Journal, stillness: finding.Stillness) -> bool:
    """Whether there are files to be taken once they have been looked at twice."""
    new = [found for found in finding.files(plan.folder) if not sending.is_done(found, journal)]
    # Each is looked at, so that each has been seen once.
    looks = [stillness.still(found) for found in new]
    return not all(looks)


def _round(plan: Plan, client: Client, journal: Journal, stillness: finding.Stillness, outcome: Outcome) -> None:
    away: set[str] = set()
    for found in list(finding.files(plan.folder)):
        if sending.is_done(found, journal):
            _put_away(plan, found, journal)
        elif found.kind.service not in away and stillness.still(found):
            try:
                _one(plan, found, client, journal, outcome)
            except PinsError as problem:
                outcome.problem = problem
                away.add(found.kind.service)
                show.refusal(problem)
            except OSError as error:
                show.say(f"{found.name} cannot be read yet: {error.strerror}.")
    try:
        pulling.pull_due(plan.folder, plan.state, client)
    except PinsError as problem:
        outcome.problem = outcome.problem or problem
        show.refusal(problem)


def _one(plan: Plan, found: finding.Found, client: Client, journal: Journal, outcome: Outcome) -> None:
    came = sending.process(found, plan.options.get(found.kind_name, {}), client, journal)
    show.say(f"{found.name}: {came.replace('-', ' ')}")
    if came == "taken":
        outcome.taken += 1
    else:
        outcome.refused += 1
    _put_away(plan, found, journal)


def _put_away(plan: Plan, found: finding.Found, journal: Journal) -> None:
    entry = journal.of(found.name)
    if plan.move and entry is not None and entry.state == "answered":
        sending.move(found, entry.outcome, plan.folder)
