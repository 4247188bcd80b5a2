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
}
