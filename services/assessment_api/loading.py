"""`load-reference`: the illustrative instruments and ranking weights, from files of ours; and what is published of
surveys and children's voice, by the threshold of the settings.
"""

from typing import cast

from services.assessment_api import reference
from services.assessment_api.instruments import loading as instruments
from services.assessment_api.ranking import loading as ranking
from services.assessment_api.settings import AssessmentSettings
from services.assessment_api.surveys import loading as surveys
from services.assessment_api.voice import loading as voice
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
    again = await surveys.publish_again(database, threshold)
    heard = await voice.publish_again(database, threshold)
    return (
        f"Reference data of the assessment service: {rules} ranking rules and {published} instruments published,"
        f" {heard} voice activities and {again} surveys published again with other counts hidden."
    )
