"""`load-reference`: the illustrative instruments and ranking weights, from files of ours; and what is published of
surveys and children's voice, by the threshold of the settings.
"""

from typing import cast

from services.assessment_api import reference
from services.assessment_api.instruments import loading as instruments
from services.assessment_api.ranking import loading as ranking
from services.assessment_api.settings import AssessmentSettings
from services.assessment_api.small_counts import publish_again
from services.assessment_api.surveys import service as surveys
from services.assessment_api.voice import service as voice
from shared.kit.db import Database
from shared.kit.settings import Settings


async def load_reference(database: Database, settings: Settings) -> str:
    """Load all reference data in one transaction, then publish again what was published otherwise; loading it again
    changes nothing.
    """
    async with database.transaction() as session:
        published = await instruments.load(session, reference.instruments())
        rules = await ranking.load(session, reference.ranking_rules())
    threshold = cast("AssessmentSettings", settings).suppression_threshold
    again = await publish_again(database, surveys.publish_again, threshold)
    heard = await publish_again(database, voice.publish_again, threshold)
    return (
        f"Reference data of the assessment service: {published} instruments and {rules} ranking rules published,"
        f" {heard} voice activities and {again} surveys published again with other counts hidden."
    )
