"""The service's routers and the sentences that introduce them in the documentation."""

from services.assessment_api.findings.endpoints import router as findings
from services.assessment_api.instruments.endpoints import router as instruments
from services.assessment_api.priorities.endpoints import router as priorities
from services.assessment_api.progress.endpoints import router as progress
from services.assessment_api.ranking.endpoints import router as ranking
from services.assessment_api.self_assessments.endpoints import router as self_assessments
from services.assessment_api.surveys.endpoints import router as surveys
from services.assessment_api.themes.endpoints import router as themes
from services.assessment_api.voice.endpoints import router as voice

ROUTERS = (instruments, self_assessments, surveys, voice, themes, findings, ranking, priorities, progress)

TAGS = {
    "Instruments": "What all schools of a programme year use: self-assessment, parent carer survey, children's voice.",
    "Self-assessments": "What each school says of itself, when it starts, when it ends, and when it embeds.",
    "Surveys": "What the parent carers of each school answer each term, as counts and never as individuals.",
    "Children's voice": "How a school's children were heard, and how many took part; never who.",
    "Themes": "What was said to go well and not to go well, by domain and by where it was heard.",
    "Findings": "What assessments, surveys and themes say of each domain of a school, to be cited by what answers it.",
    "Ranking": "A school's domains by need, with every term of the rule, and the weights it goes by.",
    "Priorities": "What school and delivery team agree that support is for, and what was known at the time.",
    "Progress": "How far each school is, with dates: what a board chases.",
}
