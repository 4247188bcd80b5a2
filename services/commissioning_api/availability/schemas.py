"""What callers ask about availability."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.types import Day


class AvailabilityQuery(BaseModel):
    """From which day on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    on: Annotated[Day, Field(description="Counts what can be given from this day on; left out: from today.")] | None = (
        None
    )
