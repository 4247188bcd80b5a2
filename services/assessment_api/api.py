"""The service's routers and the sentences that introduce them in the documentation."""

from services.assessment_api.analysis.endpoints import router as analysis
from services.assessment_api.instruments.endpoints import router as instruments
from services.assessment_api.self_assessments.endpoints import router as self_assessments

ROUTERS = (instruments, self_assessments, analysis)

TAGS = {
    "Instruments": "What all schools of a programme year use: self-assessment, parent carer survey, children's voice.",
    "Self-assessments": "What each school says of itself, when it starts, when it ends, and when it embeds.",
    "Analysis": "What the schools of a project, an authority, a board or all of England said, from sums kept beside.",
}
