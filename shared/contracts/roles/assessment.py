"""Who may do what in assessment_api."""

from shared.contracts.roles import Kind, Matrix, readable_by, writable_by

ASSESSMENT: Matrix = {
    # instruments
    "list_instruments": readable_by(),
    "get_instrument": readable_by(),
    "get_instrument_history": readable_by(),
    "draft_instrument": writable_by(Kind.NATIONAL),
    "replace_instrument_draft": writable_by(Kind.NATIONAL),
    "delete_instrument_draft": writable_by(Kind.NATIONAL),
    "publish_instrument": writable_by(Kind.NATIONAL),
    "retire_instrument": writable_by(Kind.NATIONAL),
    # self-assessments
    "list_self_assessments": readable_by(),
    "get_self_assessment": readable_by(),
    "get_self_assessment_history": readable_by(),
    "get_assessment_change": readable_by(),
    "open_self_assessment": writable_by(Kind.SCHOOL, Kind.ICB),
    "change_self_assessment": writable_by(Kind.SCHOOL, Kind.ICB),
    "save_answers": writable_by(Kind.SCHOOL, Kind.ICB),
    "save_many_answers": writable_by(Kind.SCHOOL, Kind.ICB),
    "get_answers_template": readable_by(),
    "submit_self_assessment": writable_by(Kind.SCHOOL, Kind.ICB),
    "reopen_self_assessment": writable_by(Kind.ICB),
    # surveys
    "list_surveys": readable_by(),
    "get_survey": readable_by(),
    "get_survey_history": readable_by(),
    "put_survey": writable_by(Kind.SCHOOL, Kind.PCG),
    "put_surveys": writable_by(Kind.SCHOOL, Kind.PCG),
    "get_surveys_template": readable_by(),
    "import_survey_responses": writable_by(Kind.SCHOOL, Kind.PCG),
    "withdraw_survey": writable_by(Kind.SCHOOL, Kind.PCG),
    # children's voice
    "list_voice_activities": readable_by(),
    "get_voice_activity": readable_by(),
    "get_voice_activity_history": readable_by(),
    "record_voice_activity": writable_by(Kind.SCHOOL, Kind.PCG, Kind.ICB),
    "change_voice_activity": writable_by(Kind.SCHOOL, Kind.PCG, Kind.ICB),
    "withdraw_voice_activity": writable_by(Kind.SCHOOL, Kind.PCG, Kind.ICB),
    # themes
    "list_themes": readable_by(),
    "get_theme": readable_by(),
    "get_theme_history": readable_by(),
    "record_theme": writable_by(Kind.SCHOOL, Kind.PCG, Kind.ICB),
    "change_theme": writable_by(Kind.SCHOOL, Kind.PCG, Kind.ICB),
    "withdraw_theme": writable_by(Kind.SCHOOL, Kind.PCG, Kind.ICB),
    # findings and priorities
    "list_findings": readable_by(),
    "get_finding": readable_by(),
    "list_ranking_rules": readable_by(),
    "get_ranking_rule": readable_by(),
    "publish_ranking_rule": writable_by(Kind.NATIONAL),
    "get_ranking": readable_by(),
    "list_priority_sets": readable_by(),
    "get_priority_set": readable_by(),
    "get_priority_set_history": readable_by(),
    "propose_priorities": writable_by(Kind.SCHOOL, Kind.ICB),
    "confirm_priorities": writable_by(Kind.SCHOOL, Kind.ICB),
    # analysis and progress
    "get_project_analysis": readable_by(),
    "get_local_authority_analysis": readable_by(Kind.LA, Kind.NATIONAL, Kind.SERVICE),
    "get_icb_analysis": readable_by(Kind.ICB, Kind.NATIONAL, Kind.SERVICE),
    "get_national_analysis": readable_by(),
    "list_domain_scores": readable_by(),
    "list_progress": readable_by(),
}
