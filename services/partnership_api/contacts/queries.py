"""Who sees which contacts, who keeps them, and who sees that they were read."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, any_, column, exists, func, or_, select, table, true

from services.partnership_api.contacts.models import Contact, ContactRead
from services.partnership_api.members.models import Member
from services.partnership_api.projects.models import Project
from services.partnership_api.projects.queries import project_visible
from shared.contracts.partnership import contacts as contract
from shared.contracts.roles import Kind
from shared.kit.auth import Actor
from shared.kit.reads import View, caller_code, caller_organisation

# Participations are a feature beside this one, so they are known here by their table's name alone.
_SCHOOLS = table("participations", column("project_id"), column("la_code"), column("urn"), column("status")).alias(
    "taking_part"
)


def _shared(organisation: Any, kind: Kind) -> ColumnElement[bool]:
    """Whether an organisation is in a project that the caller sees; an authority sees the schools of its own area.

    A board has to answer for the project now: who it was before has no more use for the contacts.
    """
    leads = Project.lead_icb_code == caller_code()
    seen = leads if kind is Kind.ICB else project_visible(Project.id, Project.icb_code)[kind]
    as_member = exists().where(
        Member.organisation == organisation, Member.left_on.is_(None), Project.id == Member.project_id, seen
    )
    as_school = exists().where(
        _SCHOOLS.c.urn == func.split_part(organisation, ":", 2),
        _SCHOOLS.c.status != "withdrawn",
        Project.id == _SCHOOLS.c.project_id,
        _SCHOOLS.c.la_code == caller_code() if kind is Kind.LA else seen,
    )
    return or_(as_member, and_(func.starts_with(organisation, "school:"), as_school))


def kept_by(organisation: Any) -> Mapping[Kind, ColumnElement[bool]]:
    """Who adds, changes and erases the contacts of an organisation."""
    own = organisation == caller_organisation()
    return {
        **dict.fromkeys((Kind.LA, Kind.SCHOOL, Kind.PCG, Kind.PROVIDER, Kind.EVALUATOR), own),
        Kind.ICB: or_(own, _shared(organisation, Kind.ICB)),
        Kind.NATIONAL: true(),
    }


_KEPT = kept_by(Contact.organisation)

CONTACTS = View(
    Contact,
    contract.Contact,
    {**_KEPT, Kind.LA: or_(_KEPT[Kind.LA], _shared(Contact.organisation, Kind.LA))},
    sorts=("id", "updated_at"),
)

_OF_CALLER = caller_organisation() == any_(ContactRead.organisations)

CONTACT_READS = View(
    ContactRead,
    contract.ContactRead,
    {**dict.fromkeys(_KEPT, _OF_CALLER), Kind.NATIONAL: true()},
    columns={"updated_at": ContactRead.read_at.expression},
)


def covered(organisations: list[str] | None, updated_since: Any, actor: Actor) -> Select[str, int]:
    """How many contacts of which organisations a list covers."""
    statement = select(Contact.organisation, func.count()).where(CONTACTS.seen_by(actor.kind))
    if organisations is not None:
        statement = statement.where(Contact.organisation.in_(organisations))
    if updated_since is not None:
        statement = statement.where(Contact.updated_at >= updated_since)
    return statement.group_by(Contact.organisation).order_by(Contact.organisation)
