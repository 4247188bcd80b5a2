"""Who may do what in partnership_api."""

from shared.contracts.roles import Kind, Matrix, readable_by, writable_by

# Those who can be partners in a project: what each sees of them is decided row by row.
_PARTNERS = (Kind.ICB, Kind.LA, Kind.SCHOOL, Kind.PCG, Kind.NATIONAL, Kind.SERVICE)

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
    # members
    "add_member": writable_by(Kind.ICB),
    "end_membership": writable_by(Kind.ICB),
    "list_members": readable_by(*_PARTNERS, Kind.PROVIDER),
    "get_member": readable_by(*_PARTNERS, Kind.PROVIDER),
    "get_member_history": readable_by(*_PARTNERS, Kind.PROVIDER),
    "get_missing_partners": readable_by(*_PARTNERS),
    # school_selection
    "select_school": writable_by(Kind.ICB),
    "list_participations": readable_by(*_PARTNERS),
    "get_participation": readable_by(*_PARTNERS),
    "get_participation_history": readable_by(*_PARTNERS),
    "confirm_participation": writable_by(Kind.ICB, Kind.SCHOOL),
    "withdraw_participation": writable_by(Kind.ICB),
}
