"""Who may do what in reporting_api."""

from shared.contracts.roles import Kind, Matrix, readable_by

_PARTNERS = (Kind.NATIONAL, Kind.SERVICE, Kind.ICB, Kind.LA, Kind.PCG)

REPORTING: Matrix = {
    # dashboards
    "get_project_dashboard": readable_by(*_PARTNERS),
    "list_dashboard_projects": readable_by(*_PARTNERS),
    "list_dashboard_schools": readable_by(*_PARTNERS, Kind.SCHOOL),
    "list_sources": readable_by(),
}
