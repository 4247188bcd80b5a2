"""How delivery is read: session by session, and line by line with what is left."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Float, bindparam, func, literal_column, or_, select, true

from services.commissioning_api.delivery import states
from services.commissioning_api.delivery.models import DeliverySession
from services.commissioning_api.packages.models import BOUGHT, PackageLine
from services.commissioning_api.participations.queries import seen_by_partners
from shared.contracts.commissioning import delivery as contract
from shared.contracts.commissioning.delivery import SessionStatus
from shared.contracts.commissioning.packages import LineStatus, PackageLine as Line
from shared.contracts.roles import Kind
from shared.kit.reads import View, caller_id

SESSIONS = View(
    DeliverySession,
    contract.DeliverySession,
    {**seen_by_partners(DeliverySession), Kind.PROVIDER: DeliverySession.provider_id == caller_id()},
    sorts=("id", "held_on", "updated_at"),
)
_SEEN = {**seen_by_partners(PackageLine), Kind.PROVIDER: PackageLine.provider_id == caller_id()}

LINES_TO_GIVE = View(PackageLine, Line, _SEEN)
"""Lines as those who arrange their sessions know them: a provider its own."""

_LINE, _SESSION = PackageLine.__table__.c, DeliverySession.__table__.c
_PAID_FOR = or_(*(_LINE.status == status for status in (*BOUGHT, LineStatus.COMPLETED)))
# The list of lines always names the day: it stands among its filters, so that a cursor belongs to one day.
_ON = bindparam("f_on", value=date(2000, 1, 1), type_=Date())
_HELD, _PLANNED = _SESSION.status == SessionStatus.HELD, _SESSION.status == SessionStatus.PLANNED


def _hours(*where: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(_SESSION.hours).filter(*where), literal_column("0"), type_=Float())


_GIVEN = (
    select(
        _hours(_HELD).label("hours_held"),
        _hours(_PLANNED).label("hours_planned"),
        _hours(_PLANNED, _SESSION.held_on >= _ON).label("hours_arranged"),
        func.count().filter(_HELD).label("sessions_held"),
        func.count().filter(_SESSION.status == SessionStatus.CANCELLED).label("sessions_cancelled"),
        func.max(_SESSION.held_on).filter(_HELD).label("last_held_on"),
        func.max(_SESSION.updated_at).label("updated_at"),
    )
    .where(_SESSION.package_line_id == _LINE.id)
    .correlate(PackageLine.__table__)
    .lateral("given")
)
_GOES = states.Line(
    completed=_LINE.status == LineStatus.COMPLETED,
    starts_on=_LINE.starts_on,
    ends_on=_LINE.ends_on,
    bought=_LINE.hours,
    held=_GIVEN.c.hours_held,
    arranged=_GIVEN.c.hours_arranged,
)

LINE_DELIVERIES = View(
    PackageLine,
    contract.LineDelivery,
    {kind: seen & _PAID_FOR for kind, seen in _SEEN.items()},
    key="package_line_id",
    sorts=("package_line_id", "ends_on", "updated_at"),
    columns={
        "package_line_id": _LINE.id,
        "line_status": _LINE.status,
        "hours_bought": _LINE.hours,
        **{
            name: _GIVEN.c[name]
            for name in ("hours_held", "hours_planned", "sessions_held", "sessions_cancelled", "last_held_on")
        },
        "state": states.state_of(_GOES, _ON),
        "on": _ON,
        # Nulls do not count.
        "updated_at": func.greatest(_LINE.updated_at, _GIVEN.c.updated_at, type_=_LINE.updated_at.type),
    },
    source=PackageLine.__table__.join(_GIVEN, true()),
)
