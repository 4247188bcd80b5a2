"""Every table of the service, so that migrations see them all."""

from services.assessment_api.findings import models as findings
from services.assessment_api.instruments import models as instruments
from services.assessment_api.participations import models as participations
from services.assessment_api.priorities import models as priorities
from services.assessment_api.ranking import models as ranking
from services.assessment_api.self_assessments import models as self_assessments
from services.assessment_api.surveys import models as surveys
from services.assessment_api.tables import Base
from services.assessment_api.themes import models as themes
from services.assessment_api.voice import models as voice

__all__ = [
    "Base",
    "findings",
    "instruments",
    "participations",
    "priorities",
    "ranking",
    "self_assessments",
    "surveys",
    "themes",
    "voice",
]
