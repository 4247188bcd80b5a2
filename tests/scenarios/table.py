"""The page of the guide that lists every request of `all-errors` and the problem that it meets."""

import json
from pathlib import Path

from shared.contracts.sandbox import Scenario, Trial
from shared.kit.clock import SANDBOX_CLOCK
from shared.kit.sandbox import scenarios
from tests.support.services import SERVICES

PAGE = Path(__file__).parents[2] / "docs" / "guide" / "sandbox-trials.md"
_HEAD = """# Refusals to try

Load the scenario `all-errors` in [a sandbox](sandbox.md) and send these, each as the organisation that is named. None
of them changes anything. `GET /v1/sandbox` gives the same list as JSON, with every header. This page is written by
`make scenarios`.
"""


def page() -> str:
    """The page, from the scenario as it is kept."""
    parts = [_HEAD]
    for service in SERVICES:
        parts.append(f"\n## {service.title}\n\n| Request | As | Answer | Because |\n|---|---|---|---|\n")
        parts += [_row(each) for each in scenarios.read(service.folder, Scenario.ALL_ERRORS).shown_trials()]
    return "".join(parts)


def _row(trial: Trial) -> str:
    sent = [f"`{trial.method} {trial.path}`"]
    sent += [f"`{name}: {value}`" for name, value in trial.headers.items() if name != SANDBOX_CLOCK]
    sent += [f"`{json.dumps(trial.body)}`"] if trial.body else []
    return f"| {'<br>'.join(sent)} | `{trial.organisation}` | {trial.status} `{trial.problem}` | {trial.about} |\n"
