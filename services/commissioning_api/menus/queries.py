"""How menus are read. They are published for all to see, so every caller sees every row."""

from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, select, true
from sqlalchemy.dialects.postgresql import JSON, aggregate_order_by

from services.commissioning_api.menus.models import Menu, MenuItem
from shared.contracts.commissioning import menus as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View

_MENU, _ITEM = Menu.__table__.c, MenuItem.__table__.c


def _items_of_menu() -> ColumnElement[Any]:
    pairs: list[Any] = []
    for name in contract.MenuItem.model_fields:
        pairs += [literal_column(f"'{name}'"), getattr(MenuItem, name)]
    item = aggregate_order_by(func.json_build_object(*pairs), MenuItem.place)
    items = select(func.json_agg(item, type_=JSON())).where(MenuItem.menu_id == Menu.id)
    return items.correlate(Menu).scalar_subquery()


MENUS = View(
    Menu,
    contract.Menu,
    {kind: true() for kind in Kind},
    sorts=("id", "updated_at"),
    columns={"items": _items_of_menu()},
)
MENU_ITEMS = View(
    MenuItem,
    contract.CurrentMenuItem,
    {kind: _MENU.is_current.is_(True) for kind in Kind},
    sorts=("id", "code", "title"),
    columns={
        "programme_year": _MENU.programme_year,
        "illustrative": _MENU.illustrative,
        "updated_at": _MENU.updated_at,
        "domain": _ITEM.domains,
        "offer": _ITEM.offers,
    },
    source=MenuItem.__table__.join(Menu.__table__),
)
