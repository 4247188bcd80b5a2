"""A sandbox as its callers see it: what it holds, and what else it may be made to hold."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from shared.contracts.base import Input, Output
from shared.contracts.types import Moment, Sentence


class Scenario(StrEnum):
    """The data that a sandbox can be made to hold."""

    FRESH_ICB = "fresh-icb"
    MID_YEAR = "mid-year-continuing-icb"
    SPLIT_ICB = "split-icb"
    ALL_ERRORS = "all-errors"


class ScenarioOffered(Output):
    """One scenario."""

    name: Scenario
    sentence: Annotated[Sentence, Field(description="What it holds, and who in it is worth calling as.")]


class Trial(Output):
    """A request worth sending to this service while the scenario is loaded, and what comes of it."""

    about: Annotated[Sentence, Field(description="Why it is answered so.")]
    organisation: Annotated[str, Field(max_length=60, description="Whose token to send.")]
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: Annotated[str, Field(max_length=500)]
    headers: Annotated[dict[str, str], Field(max_length=10)]
    body: Annotated[dict[str, Any] | None, Field(description="Null: none.")]
    status: Annotated[int, Field(ge=200, le=599)]
    problem: Annotated[str, Field(max_length=80, description="The last part of the problem's `type`.")]


class Sandbox(Output):
    """What this service's sandbox holds."""

    scenario: Scenario
    loaded_at: Moment
    cursor: Annotated[
        str,
        Field(
            max_length=200,
            description="Follow the feed after this to read only what has happened since the scenario was loaded.",
        ),
    ]
    scenarios: Annotated[list[ScenarioOffered], Field(max_length=20)]
    trials: Annotated[list[Trial], Field(max_length=200, description="Requests to try with this scenario.")]


class SandboxReset(Input):
    """What the sandbox is to hold from now on."""

    scenario: Scenario
