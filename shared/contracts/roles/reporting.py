"""Who may do what in reporting_api."""

from shared.contracts.roles import Kind, Matrix, readable_by, writable_by

_PARTNERS = (Kind.NATIONAL, Kind.SERVICE, Kind.ICB, Kind.LA, Kind.PCG)
_EVALUATED = (*_PARTNERS, Kind.SCHOOL, Kind.EVALUATOR)
_OF_EXTRACTS = (Kind.NATIONAL, Kind.SERVICE, Kind.EVALUATOR)
_ASKED = (Kind.LA, Kind.SCHOOL, Kind.PCG, Kind.PROVIDER)
_REPORTED_TO = (Kind.NATIONAL, Kind.SERVICE, Kind.ICB, *_ASKED)
_OWN_FIGURES = (Kind.NATIONAL, Kind.SERVICE, Kind.ICB)
_EXPORTING = (*_PARTNERS, Kind.SCHOOL)
# Every kind may follow the feeds, so every kind may be told.
_LISTENING = tuple(Kind)

REPORTING: Matrix = {
    # dashboards
    "get_project_dashboard": readable_by(*_PARTNERS),
    "list_dashboard_projects": readable_by(*_PARTNERS),
    "list_dashboard_strands": readable_by(*_PARTNERS),
    "list_dashboard_schools": readable_by(*_PARTNERS, Kind.SCHOOL),
    "get_school_dashboard": readable_by(*_PARTNERS, Kind.SCHOOL),
    "get_local_authority_dashboard": readable_by(Kind.NATIONAL, Kind.SERVICE, Kind.LA),
    "list_dashboard_local_authorities": readable_by(Kind.NATIONAL, Kind.SERVICE, Kind.LA),
    "get_icb_dashboard": readable_by(Kind.NATIONAL, Kind.SERVICE, Kind.ICB),
    "list_dashboard_icbs": readable_by(Kind.NATIONAL, Kind.SERVICE, Kind.ICB),
    "get_national_dashboard": readable_by(Kind.NATIONAL, Kind.SERVICE),
    "list_sources": readable_by(),
    # measures
    "list_measures": readable_by(),
    "get_measure": readable_by(),
    "list_measure_series": readable_by(*_PARTNERS),
    # regions, readiness, deadlines
    "get_region_dashboard": readable_by(Kind.NATIONAL, Kind.SERVICE),
    "list_dashboard_regions": readable_by(Kind.NATIONAL, Kind.SERVICE),
    "list_dashboard_readiness": readable_by(*_PARTNERS),
    "list_dashboard_deadlines": readable_by(*_PARTNERS),
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
    # report templates
    "list_report_templates": readable_by(),
    "get_report_template": readable_by(),
    "list_report_template_editions": readable_by(),
    "publish_report_template": writable_by(Kind.NATIONAL),
    # update requests
    "ask_for_update": writable_by(Kind.ICB),
    "list_update_requests": readable_by(*_REPORTED_TO),
    "list_updates_owed": readable_by(*_REPORTED_TO),
    "get_update_request": readable_by(*_REPORTED_TO),
    "get_update_request_history": readable_by(*_REPORTED_TO),
    "answer_update_request": writable_by(*_ASKED),
    "record_update_answer": writable_by(Kind.ICB),
    "withdraw_update_request": writable_by(Kind.ICB),
    # quarterly reports
    "list_quarterly_reports": readable_by(*_REPORTED_TO),
    "get_quarterly_report": readable_by(*_REPORTED_TO),
    "get_quarterly_report_of_quarter": readable_by(*_REPORTED_TO),
    "get_quarterly_report_document": readable_by(*_REPORTED_TO),
    "list_report_submissions": readable_by(*_REPORTED_TO),
    "get_report_submission": readable_by(*_REPORTED_TO),
    "get_quarterly_report_history": readable_by(*_OWN_FIGURES),
    "get_quarterly_report_figures": readable_by(*_OWN_FIGURES),
    "get_quarterly_report_differences": readable_by(*_OWN_FIGURES),
    "list_report_decisions": readable_by(*_OWN_FIGURES),
    "list_reports_owed": readable_by(*_OWN_FIGURES),
    "list_report_counts": readable_by(*_OWN_FIGURES),
    "save_quarterly_report": writable_by(Kind.ICB),
    "ask_for_report_update": writable_by(Kind.ICB),
    "make_quarterly_report_ready": writable_by(Kind.ICB),
    "submit_quarterly_report": writable_by(Kind.ICB),
    "accept_quarterly_report": writable_by(Kind.NATIONAL),
    "send_back_quarterly_report": writable_by(Kind.NATIONAL),
    # exports: who asks for a file changes nothing that others see, so whoever may read may ask
    "list_flat_tables": readable_by(*_EXPORTING),
    "get_flat_table_file": readable_by(*_EXPORTING),
    "request_export": readable_by(*_EXPORTING),
    "list_exports": readable_by(*_EXPORTING),
    "get_export": readable_by(*_EXPORTING),
    "cancel_export": readable_by(*_EXPORTING),
    "get_export_history": readable_by(*_EXPORTING),
    # webhooks: each organisation its own
    "make_webhook": writable_by(*_LISTENING),
    "list_webhooks": readable_by(*_LISTENING),
    "get_webhook": readable_by(*_LISTENING),
    "get_webhook_history": readable_by(*_LISTENING),
    "change_webhook": writable_by(*_LISTENING),
    "delete_webhook": writable_by(*_LISTENING),
    "rotate_webhook_secret": writable_by(*_LISTENING),
    "ping_webhook": writable_by(*_LISTENING),
    "redeliver_failed_messages": writable_by(*_LISTENING),
    "list_webhook_deliveries": readable_by(*_LISTENING),
    "get_webhook_delivery": readable_by(*_LISTENING),
    "redeliver_message": writable_by(*_LISTENING),
}

# What a browser is shown: the same rows as above, by the same views.
REPORTING_PAGES: Matrix = {
    "show_own_dashboard": readable_by(*_PARTNERS, Kind.SCHOOL),
    "show_icb": readable_by(Kind.NATIONAL, Kind.SERVICE, Kind.ICB),
    "show_region": readable_by(Kind.NATIONAL, Kind.SERVICE),
    "show_measures": readable_by(*_PARTNERS, Kind.SCHOOL),
    "show_local_authority": readable_by(Kind.NATIONAL, Kind.SERVICE, Kind.LA),
    "show_project": readable_by(*_PARTNERS),
    "show_school": readable_by(*_PARTNERS, Kind.SCHOOL),
}
