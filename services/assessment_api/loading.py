"""`load-reference`: the illustrative instruments, from files of ours; and surveys, by the threshold of the settings."""

from typing import cast

from services.assessment_api import reference
from services.assessment_api.instruments import loading as instruments
from services.assessment_api.settings import AssessmentSettings
from services.assessment_api.surveys import loading as surveys
from shared.kit.db import Database
from shared.kit.settings import Settings


async def load_reference(database: Database, settings: Settings) -> str:
    """Load all reference data in one transaction, then publish again what was published otherwise; loading it again
    changes nothing.
    """
    async with database.transaction() as session:
        published = await instruments.load(session, reference.instruments())
    again = await surveys.publish_again(database, cast("AssessmentSettings", settings).suppression_threshold)
    return (
        f"Reference data of the assessment service: {published} instruments published,"
        f" {again} surveys published again with other counts hidden."
    )
