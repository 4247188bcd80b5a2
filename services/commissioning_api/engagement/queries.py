"""How engagement is read: entry by entry, and school by school with what is missing."""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, and_, func, literal_column, or_, select, true

from services.commissioning_api.engagement.models import EngagementEntry, SchoolGroup, TrackedAim
from services.commissioning_api.packages.models import BOUGHT, PackageLine
from services.commissioning_api.participations.models import Participation
from services.commissioning_api.participations.queries import seen_by_partners
from shared.contracts.commissioning import engagement as contract
from shared.contracts.commissioning.engagement import EngagementKind, EngagementStatus, EngagementTerm, GroupState
from shared.contracts.commissioning.menus import Strand
from shared.contracts.commissioning.packages import LineStatus
from shared.contracts.partnership.participations import ParticipationStatus
from shared.kit.reads import View

SCHOOL_GROUPS = View(SchoolGroup, contract.SchoolGroup, seen_by_partners(SchoolGroup), key="participation_id")
ENGAGEMENT_ENTRIES = View(
    EngagementEntry,
    contract.EngagementEntry,
    seen_by_partners(EngagementEntry),
    sorts=("id", "held_on", "updated_at"),
)
EMBEDDING_AIMS = View(
    TrackedAim, contract.TrackedAim, seen_by_partners(TrackedAim), sorts=("id", "reviewed_on", "updated_at")
)

_PAID_FOR = or_(*(PackageLine.status == status for status in (*BOUGHT, LineStatus.COMPLETED)))


def _counted(*where: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.count().filter(EngagementEntry.status == EngagementStatus.RECORDED, *where)


def _meetings(term: EngagementTerm) -> ColumnElement[Any]:
    return _counted(EngagementEntry.kind == EngagementKind.MEETING, EngagementEntry.term == term)


_ENTRIES = (
    select(
        _meetings(EngagementTerm.SUMMER).label("meetings_summer"),
        _meetings(EngagementTerm.AUTUMN).label("meetings_autumn"),
        _meetings(EngagementTerm.SPRING).label("meetings_spring"),
        _counted(EngagementEntry.kind == EngagementKind.ACTIVITY).label("activities"),
        _counted(EngagementEntry.kind == EngagementKind.CHANGE).label("changes"),
        _counted().label("entries"),
        func.max(EngagementEntry.updated_at).label("updated_at"),
    )
    .where(EngagementEntry.participation_id == Participation.participation_id)
    .correlate(Participation)
    .lateral("entries")
)
_LINES = (
    select(
        func.coalesce(func.bool_or(_PAID_FOR), literal_column("false"), type_=Boolean()).label("funded"),
        func.max(PackageLine.updated_at).label("updated_at"),
    )
    .where(
        PackageLine.participation_id == Participation.participation_id,
        PackageLine.strand == Strand.PARENT_CARER_ENGAGEMENT,
    )
    .correlate(Participation)
    .lateral("engagement_lines")
)
_GROUP = SchoolGroup.__table__.c
_NO_GROUP = func.coalesce(_GROUP.state, literal_column(f"'{GroupState.NONE}'"), type_=_GROUP.state.type)

SCHOOL_ENGAGEMENT = View(
    Participation,
    contract.SchoolEngagement,
    seen_by_partners(Participation),
    key="participation_id",
    sorts=("participation_id", "school_name", "updated_at"),
    columns={
        "participation_status": Participation.__table__.c.status,
        "group_state": _NO_GROUP,
        "group_since": _GROUP.since,
        "group_members": _GROUP.members,
        "funded": _LINES.c.funded,
        **{
            name: _ENTRIES.c[name]
            for name in ("meetings_summer", "meetings_autumn", "meetings_spring", "activities", "changes")
        },
        "without_engagement": and_(
            Participation.status == ParticipationStatus.CONFIRMED,
            _NO_GROUP == GroupState.NONE,
            _ENTRIES.c.entries == 0,
        ),
        # Nulls do not count.
        "updated_at": func.greatest(
            Participation.kept_at, _GROUP.updated_at, _ENTRIES.c.updated_at, _LINES.c.updated_at,
            type_=Participation.__table__.c.kept_at.type,
        ),
    },
    source=Participation.__table__.outerjoin(
        SchoolGroup.__table__, _GROUP.participation_id == Participation.__table__.c.participation_id
    )
    .join(_ENTRIES, true())
    .join(_LINES, true()),
)  # fmt: skip
