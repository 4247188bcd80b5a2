"""Settings of assessment_api beside those of every service."""

from typing import Annotated

from pydantic import Field

from shared.kit.settings import Settings


class AssessmentSettings(Settings):
    """Below three nothing could be protected: of two people who answered, each knows what the other said."""

    suppression_threshold: Annotated[
        int, Field(ge=3, le=100, description="Counts from 1 to one less than this are shown only at the school.")
    ] = 5
