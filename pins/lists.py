"""Which service has which list; a list that is missing here is asked for as `service/name`."""

from collections.abc import Mapping

from pins.errors import Usage

_LISTS: Mapping[str, str] = {
    "partnership": """
        allocations candidates consultations contact-reads contacts decisions delivery-plans evaluators
        evidence governance-groups icb-successions icbs identifiers local-authorities meetings members
        memoranda national-bodies parent-carer-groups participations programme-years projects recoveries
        releases review-points reviews schools sign-offs
    """,
    "assessment": """
        domain-scores findings instruments priority-sets progress ranking-rules self-assessments surveys
        themes voice-activities
    """,
    "commissioning": """
        considerations embedding-aims engagement-entries invoices ledger-entries line-deliveries
        local-offers menu-items menus package-lines providers school-engagement sessions
        support-proposals
    """,
    "reporting": """
        dashboard-deadlines dashboard-icbs dashboard-local-authorities dashboard-projects
        dashboard-readiness dashboard-regions dashboard-schools dashboard-strands evaluations exports
        extract-downloads extracts flat-tables information-requests measure-series measures quarterly-reports
        report-counts report-templates reports-owed sources update-requests updates-owed
        webhook-deliveries webhooks
    """,
}
OF_LIST: Mapping[str, str] = {name: service for service, names in _LISTS.items() for name in names.split()}


def service_of(name: str) -> tuple[str, str]:
    """The service of a list, and the list's path there."""
    service, slash, rest = name.strip("/").partition("/")
    if slash:
        return service, rest if rest.startswith("v1/") else f"v1/{rest}"
    if name not in OF_LIST:
        raise Usage("There is no list of this name. `pins lists` shows them all; or write service/name.")
    return OF_LIST[name], f"v1/{name}"
