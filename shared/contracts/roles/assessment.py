"""Who may do what in assessment_api."""

from shared.contracts.roles import Kind, Matrix, readable_by, writable_by

ASSESSMENT: Matrix = {
    # instruments
    "list_instruments": readable_by(),
    "get_instrument": readable_by(),
    "publish_instrument": writable_by(Kind.NATIONAL),
    # self-assessments
    "list_self_assessments": readable_by(),
    "get_self_assessment": readable_by(),
    "get_self_assessment_history": readable_by(),
    "open_self_assessment": writable_by(Kind.SCHOOL, Kind.ICB),
    "save_answers": writable_by(Kind.SCHOOL, Kind.ICB),
    "submit_self_assessment": writable_by(Kind.SCHOOL, Kind.ICB),
    "reopen_self_assessment": writable_by(Kind.ICB),
}
