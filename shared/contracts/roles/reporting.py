"""Who may do what in reporting_api."""

from shared.contracts.roles import Kind, Matrix, readable_by

_PARTNERS = (Kind.NATIONAL, Kind.SERVICE, Kind.ICB, Kind.LA, Kind.PCG)

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
}
