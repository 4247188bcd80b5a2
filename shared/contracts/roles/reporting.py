"""Who may do what in reporting_api."""

from shared.contracts.roles import Kind, Matrix, readable_by, writable_by

_PARTNERS = (Kind.NATIONAL, Kind.SERVICE, Kind.ICB, Kind.LA, Kind.PCG)
_EVALUATED = (*_PARTNERS, Kind.SCHOOL, Kind.EVALUATOR)
_OF_EXTRACTS = (Kind.NATIONAL, Kind.SERVICE, Kind.EVALUATOR)

REPORTING: Matrix = {
    # dashboards
    "get_project_dashboard": readable_by(*_PARTNERS),
    "list_dashboard_projects": readable_by(*_PARTNERS),
    "list_dashboard_schools": readable_by(*_PARTNERS, Kind.SCHOOL),
    "list_sources": readable_by(),
    # evaluation
    "register_evaluation": writable_by(Kind.NATIONAL),
    "list_evaluations": readable_by(*_EVALUATED),
    "get_evaluation": readable_by(*_EVALUATED),
    "change_evaluation": writable_by(Kind.NATIONAL),
    "get_evaluation_history": readable_by(*_EVALUATED),
    # information requests
    "ask_for_information": writable_by(Kind.EVALUATOR),
    "list_information_requests": readable_by(*_EVALUATED),
    "get_information_request": readable_by(*_EVALUATED),
    "answer_information_request": writable_by(Kind.NATIONAL, Kind.ICB, Kind.LA, Kind.SCHOOL, Kind.PCG),
    "remind_of_information_request": writable_by(Kind.EVALUATOR),
    "withdraw_information_request": writable_by(Kind.EVALUATOR),
    "get_information_request_history": readable_by(*_EVALUATED),
    # extracts
    "get_extract_dictionary": readable_by(),
    "request_extract": writable_by(Kind.EVALUATOR),
    "list_extracts": readable_by(*_OF_EXTRACTS),
    "get_extract": readable_by(*_OF_EXTRACTS),
    "check_extract": writable_by(Kind.NATIONAL),
    "release_extract": writable_by(Kind.NATIONAL),
    "refuse_extract": writable_by(Kind.NATIONAL),
    "download_extract": writable_by(Kind.EVALUATOR),
    "list_extract_downloads": readable_by(*_OF_EXTRACTS),
    "get_extract_download": readable_by(*_OF_EXTRACTS),
    "get_extract_history": readable_by(*_OF_EXTRACTS),
}
