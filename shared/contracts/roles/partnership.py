"""Who may do what in partnership_api."""

from shared.contracts.roles import Kind, Matrix, readable_by, writable_by

PARTNERSHIP: Matrix = {
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
}
