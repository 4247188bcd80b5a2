"""The scenarios: what each is called and holds, and the file of it that a service brings along."""

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.contracts.sandbox import Scenario, Trial

SENTENCES: Mapping[Scenario, str] = {
    Scenario.FRESH_ICB: (
        "June 2025: icb:QWO has begun its project of 2025-26, its partners have joined and were consulted, and no"
        " school is chosen yet. Set PINS-Sandbox-Now to 2025-06-16T09:00:00Z."
    ),
    Scenario.MID_YEAR: (
        "October 2025: icb:QWO is in its second year, with new and continuing schools; support is agreed, bought, given"
        " and partly paid, the report of the first quarter accepted and the second due. Set PINS-Sandbox-Now to"
        " 2025-10-20T09:00:00Z."
    ),
    Scenario.SPLIT_ICB: (
        "April 2026: icb:QM7 was split and the national team has handed its project to icb:S1Y5D. icb:QM7 reads on,"
        " icb:S1Y5D carries on, icb:D7T5G sees nothing of it."
    ),
    Scenario.ALL_ERRORS: (
        "The year of mid-year-continuing-icb, with requests to try: each service lists in `trials` what to send as"
        " whom, and which problem it meets."
    ),
}


@dataclass(frozen=True)
class Recorded:
    """A scenario as one service holds it: the rows of its tables, the events in their order among them."""

    tables: Mapping[str, Sequence[Mapping[str, Any]]]
    trials: Sequence[Mapping[str, Any]]

    def shown_trials(self) -> list[Trial]:
        """The trials as callers see them."""
        return [Trial.model_validate(each) for each in self.trials]


def file_of(folder: Path, scenario: Scenario) -> Path:
    """Where a service keeps a scenario."""
    return folder / "sandbox" / f"{scenario}.json.gz"


def read(folder: Path, scenario: Scenario) -> Recorded:
    """The scenario of a service whose code is in this folder."""
    return Recorded(**json.loads(gzip.decompress(file_of(folder, scenario).read_bytes())))


def write(folder: Path, scenario: Scenario, recorded: Recorded) -> int:
    """Keep a scenario; how many bytes that takes. The same rows make the same file."""
    packed = json.dumps(
        {"tables": recorded.tables, "trials": recorded.trials}, separators=(",", ":"), ensure_ascii=False
    )
    content = gzip.compress(packed.encode(), compresslevel=9, mtime=0)
    file = file_of(folder, scenario)
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    return len(content)
