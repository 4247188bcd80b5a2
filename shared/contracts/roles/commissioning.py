"""Who may do what in commissioning_api."""

from shared.contracts.roles import Kind, Matrix, readable_by, writable_by

# Everybody who has a part in a school's package. A provider or an evaluator has none.
_PARTNERS = (Kind.ICB, Kind.LA, Kind.SCHOOL, Kind.PCG, Kind.NATIONAL, Kind.SERVICE)

COMMISSIONING: Matrix = {
    # menus
    "list_menus": readable_by(),
    "get_menu": readable_by(),
    "list_menu_items": readable_by(),
    "publish_menu": writable_by(Kind.NATIONAL),
    # packages
    "get_package": readable_by(*_PARTNERS),
    "list_package_lines": readable_by(*_PARTNERS),
    "get_package_line": readable_by(*_PARTNERS),
    "get_package_line_history": readable_by(*_PARTNERS),
    "propose_package_line": writable_by(Kind.ICB),
    "change_package_line": writable_by(Kind.ICB),
    # A school agrees to its own lines; its board records what the school agreed to (R27).
    "agree_package_line": writable_by(Kind.ICB, Kind.SCHOOL),
    "cancel_package_line": writable_by(Kind.ICB),
    "vary_package_line": writable_by(Kind.ICB),
    "commission_package_line": writable_by(Kind.ICB),
    "complete_package_line": writable_by(Kind.ICB),
    "list_considerations": readable_by(*_PARTNERS),
    "put_consideration": writable_by(Kind.ICB, Kind.SCHOOL),
    # providers and local offers
    "list_providers": readable_by(),
    "get_provider": readable_by(),
    "get_provider_history": readable_by(),
    "register_provider": writable_by(Kind.ICB),
    "change_provider": writable_by(Kind.ICB),
    "close_provider": writable_by(Kind.ICB),
    "list_local_offers": readable_by(),
    "get_local_offer": readable_by(),
    "get_local_offer_history": readable_by(),
    "make_local_offer": writable_by(Kind.ICB, Kind.PROVIDER),
    "make_local_offers": writable_by(Kind.ICB, Kind.PROVIDER),
    "get_local_offers_template": readable_by(),
    "change_local_offer": writable_by(Kind.ICB, Kind.PROVIDER),
    "withdraw_local_offer": writable_by(Kind.ICB, Kind.PROVIDER),
    "get_project_availability": readable_by(*_PARTNERS),
    # matching
    "get_existing_support": readable_by(*_PARTNERS),
    "put_existing_support": writable_by(Kind.ICB, Kind.SCHOOL, Kind.LA),
    "get_matches": readable_by(*_PARTNERS),
    # support proposals
    "request_support_proposal": writable_by(Kind.ICB),
    "list_support_proposals": readable_by(Kind.ICB, Kind.NATIONAL, Kind.SERVICE),
    "get_support_proposal": readable_by(Kind.ICB, Kind.NATIONAL, Kind.SERVICE),
    "cancel_support_proposal": writable_by(Kind.ICB),
    "accept_proposed_line": writable_by(Kind.ICB),
    # ledger
    "list_ledger_entries": readable_by(Kind.ICB, Kind.NATIONAL, Kind.SERVICE),
    "get_position": readable_by(Kind.ICB, Kind.NATIONAL, Kind.SERVICE),
    "list_invoices": readable_by(Kind.ICB, Kind.PROVIDER, Kind.NATIONAL, Kind.SERVICE),
    "get_invoice": readable_by(Kind.ICB, Kind.PROVIDER, Kind.NATIONAL, Kind.SERVICE),
    "get_invoice_history": readable_by(Kind.ICB, Kind.PROVIDER, Kind.NATIONAL, Kind.SERVICE),
    "receive_invoice": writable_by(Kind.ICB),
    "pay_invoice": writable_by(Kind.ICB),
    "credit_invoice": writable_by(Kind.ICB),
    "bring_accruals_up": writable_by(Kind.ICB),
    # delivery
    "list_sessions": readable_by(*_PARTNERS, Kind.PROVIDER),
    "get_session": readable_by(*_PARTNERS, Kind.PROVIDER),
    "get_session_history": readable_by(*_PARTNERS, Kind.PROVIDER),
    "plan_session": writable_by(Kind.ICB, Kind.PROVIDER),
    "plan_sessions": writable_by(Kind.ICB, Kind.PROVIDER),
    "get_sessions_template": readable_by(),
    "change_session": writable_by(Kind.ICB, Kind.PROVIDER),
    "hold_session": writable_by(Kind.ICB, Kind.PROVIDER),
    "hold_sessions": writable_by(Kind.ICB, Kind.PROVIDER),
    "get_session_holdings_template": readable_by(),
    "reopen_session": writable_by(Kind.ICB, Kind.PROVIDER),
    "cancel_session": writable_by(Kind.ICB, Kind.PROVIDER),
    "list_line_deliveries": readable_by(*_PARTNERS, Kind.PROVIDER),
    # engagement and embedding
    "get_school_group": readable_by(*_PARTNERS),
    "put_school_group": writable_by(Kind.ICB, Kind.SCHOOL, Kind.PCG),
    "list_engagement_entries": readable_by(*_PARTNERS),
    "get_engagement_entry": readable_by(*_PARTNERS),
    "get_engagement_entry_history": readable_by(*_PARTNERS),
    "record_engagement": writable_by(Kind.ICB, Kind.SCHOOL, Kind.PCG),
    "change_engagement": writable_by(Kind.ICB, Kind.SCHOOL, Kind.PCG),
    "withdraw_engagement": writable_by(Kind.ICB, Kind.SCHOOL, Kind.PCG),
    "list_school_engagement": readable_by(*_PARTNERS),
    "list_embedding_aims": readable_by(*_PARTNERS),
    "put_embedding_aim": writable_by(Kind.ICB, Kind.SCHOOL),
}
