"""Who may do what in partnership_api."""

from shared.contracts.roles import Kind, Matrix, readable_by, writable_by

# Those who can be partners in a project: what each sees of them is decided row by row.
_PARTNERS = (Kind.ICB, Kind.LA, Kind.SCHOOL, Kind.PCG, Kind.NATIONAL, Kind.SERVICE)
# Those who can be in a project's governance, and who watch over it. Schools are not.
_GOVERNING = (Kind.ICB, Kind.LA, Kind.PCG, Kind.NATIONAL, Kind.SERVICE)
# Those who have contacts to be asked: everybody but the services.
_WITH_CONTACTS = (Kind.ICB, Kind.LA, Kind.SCHOOL, Kind.PCG, Kind.PROVIDER, Kind.NATIONAL, Kind.EVALUATOR)

PARTNERSHIP: Matrix = {
    # programmes
    "list_programme_years": readable_by(),
    "get_programme_year": readable_by(),
    "list_programme_year_editions": readable_by(),
    "publish_programme_year": writable_by(Kind.NATIONAL),
    # organisations
    "list_icbs": readable_by(),
    "get_icb": readable_by(),
    "list_icb_successions": readable_by(),
    "list_local_authorities": readable_by(),
    "get_local_authority": readable_by(),
    "list_parent_carer_groups": readable_by(),
    "get_parent_carer_group": readable_by(),
    "get_parent_carer_group_history": readable_by(Kind.NATIONAL, Kind.ICB, Kind.LA, Kind.PCG),
    "register_parent_carer_group": writable_by(Kind.NATIONAL, Kind.ICB),
    "change_parent_carer_group": writable_by(Kind.NATIONAL, Kind.ICB, Kind.PCG),
    "list_national_bodies": readable_by(),
    "get_national_body": readable_by(),
    "list_evaluators": readable_by(),
    "get_evaluator": readable_by(),
    "get_evaluator_history": readable_by(),
    "register_evaluator": writable_by(Kind.NATIONAL),
    "change_evaluator": writable_by(Kind.NATIONAL),
    # identifiers
    "list_identifiers": readable_by(),
    "list_organisation_identifiers": readable_by(),
    # schools
    "import_schools": writable_by(Kind.NATIONAL),
    "import_school_links": writable_by(Kind.NATIONAL),
    "list_schools": readable_by(),
    "get_school": readable_by(),
    "get_school_history": readable_by(),
    "list_school_links": readable_by(),
    # projects
    "start_project": writable_by(Kind.ICB, Kind.NATIONAL),
    "list_projects": readable_by(*_PARTNERS),
    "get_project": readable_by(*_PARTNERS),
    "get_project_history": readable_by(*_PARTNERS),
    "change_project": writable_by(Kind.ICB),
    "begin_delivery": writable_by(Kind.ICB),
    "begin_closing_project": writable_by(Kind.ICB),
    "close_project": writable_by(Kind.NATIONAL),
    # members
    "add_member": writable_by(Kind.ICB),
    "end_membership": writable_by(Kind.ICB),
    "list_members": readable_by(*_PARTNERS, Kind.PROVIDER),
    "get_member": readable_by(*_PARTNERS, Kind.PROVIDER),
    "get_member_history": readable_by(*_PARTNERS, Kind.PROVIDER),
    "get_missing_partners": readable_by(*_PARTNERS),
    # contacts
    "list_contacts": readable_by(*_WITH_CONTACTS),
    "get_contact": readable_by(*_WITH_CONTACTS),
    "get_contact_history": readable_by(*_WITH_CONTACTS),
    "add_contact": writable_by(*_WITH_CONTACTS),
    "change_contact": writable_by(*_WITH_CONTACTS),
    "erase_contact": writable_by(*_WITH_CONTACTS),
    "list_contact_reads": readable_by(*_WITH_CONTACTS),
    # governance
    "list_governance_groups": readable_by(*_GOVERNING),
    "get_governance_group": readable_by(*_GOVERNING),
    "get_governance_gaps": readable_by(*_GOVERNING),
    "get_governance_group_history": readable_by(*_GOVERNING),
    "put_governance_group": writable_by(Kind.ICB),
    "list_meetings": readable_by(*_GOVERNING),
    "get_meeting": readable_by(*_GOVERNING),
    "get_meeting_history": readable_by(*_GOVERNING),
    "record_meeting": writable_by(Kind.ICB),
    "correct_meeting": writable_by(Kind.ICB),
    "list_decisions": readable_by(*_GOVERNING),
    "get_decision": readable_by(*_GOVERNING),
    "get_decision_history": readable_by(*_GOVERNING),
    "record_decision": writable_by(Kind.ICB),
    "record_written_decision": writable_by(Kind.ICB),
    "withdraw_decision": writable_by(Kind.ICB),
    # school_selection
    "select_school": writable_by(Kind.ICB),
    "list_participations": readable_by(*_PARTNERS),
    "get_participation": readable_by(*_PARTNERS),
    "get_participation_history": readable_by(*_PARTNERS),
    "confirm_participation": writable_by(Kind.ICB, Kind.SCHOOL),
    "withdraw_participation": writable_by(Kind.ICB),
    # funding
    "list_allocations": readable_by(*_GOVERNING),
    "get_allocation": readable_by(*_GOVERNING),
    "get_allocation_history": readable_by(*_GOVERNING),
    "get_project_funding": readable_by(*_GOVERNING),
    "set_allocation": writable_by(Kind.NATIONAL),
    "reduce_allocation": writable_by(Kind.NATIONAL),
    "list_releases": readable_by(*_GOVERNING),
    "get_release": readable_by(*_GOVERNING),
    "get_release_history": readable_by(*_GOVERNING),
    "plan_release": writable_by(Kind.NATIONAL),
    "release_funding": writable_by(Kind.NATIONAL),
    "cancel_release": writable_by(Kind.NATIONAL),
    "recover_funding": writable_by(Kind.NATIONAL),
    "list_recoveries": readable_by(*_GOVERNING),
    "get_recovery": readable_by(*_GOVERNING),
}
