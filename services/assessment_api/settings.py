"""What this service is told beyond what every service is."""

from typing import Annotated

from pydantic import Field

from shared.kit.settings import Settings


class AssessmentSettings(Settings):
    """The settings of assessment_api."""

    suppression_threshold: Annotated[
        int, Field(ge=1, le=100, description="Counts from 1 to one less than this are hidden.")
    ] = 5
