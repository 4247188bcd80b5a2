"""Every table of the service, so that migrations see them all."""

from services.assessment_api.findings import models as findings
from services.assessment_api.instruments import models as instruments
from services.assessment_api.participations import models as participations
from services.assessment_api.self_assessments import models as self_assessments
from services.assessment_api.summaries import models as summaries
from services.assessment_api.tables import Base

__all__ = ["Base", "findings", "instruments", "participations", "self_assessments", "summaries"]
