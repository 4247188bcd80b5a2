"""Who sees which contacts, who keeps them, and who sees that they were read."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Text,
    Uuid,
    and_,
    any_,
    case,
    cast,
    column,
    exists,
    func,
    or_,
    select,
    table,
    true,
)

from services.partnership_api.contacts.models import Contact
from services.partnership_api.members.models import Member
from services.partnership_api.projects.models import Project
from services.partnership_api.projects.queries import project_visible
from shared.contracts.audit import AuditKind
from shared.contracts.partnership import contacts as contract
from shared.contracts.roles import Kind
from shared.kit.auth import Actor
from shared.kit.reads import View, caller_code, caller_organisation
from shared.kit.tables import audit_entries

# Participations are a feature beside this one, so they are known here by their table's name alone.
_PARTICIPATIONS = table(
    "participations", column("project_id"), column("la_code"), column("urn"), column("current_urn"), column("status")
)
_SCHOOLS = _PARTICIPATIONS.alias("taking_part")
_BEFORE = _PARTICIPATIONS.alias("before_its_conversion")


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
        func.split_part(organisation, ":", 2).in_((_SCHOOLS.c.urn, _SCHOOLS.c.current_urn)),
        _SCHOOLS.c.status != "withdrawn",
        Project.id == _SCHOOLS.c.project_id,
        _SCHOOLS.c.la_code == caller_code() if kind is Kind.LA else seen,
    )
    return or_(as_member, and_(func.starts_with(organisation, "school:"), as_school))


def _of_school() -> ColumnElement[Any]:
    """The calling school, and the schools it took part as before a conversion."""
    earlier = select(func.concat("school:", _BEFORE.c.urn)).where(_BEFORE.c.current_urn == caller_code())
    before = func.array(earlier.scalar_subquery(), type_=ARRAY(Text))
    return func.array_append(before, caller_organisation(), type_=ARRAY(Text))


def kept_by(organisation: Any) -> Mapping[Kind, ColumnElement[bool]]:
    """Who adds, changes and erases the contacts of an organisation."""
    own = organisation == caller_organisation()
    return {
        **dict.fromkeys((Kind.LA, Kind.PCG, Kind.PROVIDER, Kind.EVALUATOR), own),
        Kind.SCHOOL: organisation == any_(_of_school()),
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

READ_ONE, READ_LIST = "partnership.contact.read", "partnership.contacts.listed"
_A = audit_entries.c
_IS_READING = and_(_A.kind == AuditKind.READ, or_(_A.type == READ_ONE, _A.type == READ_LIST))
_OF_CALLER = caller_organisation() == any_(_A.organisations)

CONTACT_READS = View(
    audit_entries,
    contract.ContactRead,
    {
        **dict.fromkeys(_KEPT, and_(_IS_READING, _OF_CALLER)),
        Kind.SCHOOL: and_(_IS_READING, cast(_A.organisations, ARRAY(Text)).bool_op("&&")(_of_school())),
        Kind.NATIONAL: _IS_READING,
    },
    columns={
        "id": _A.id,
        "read_at": _A.occurred_at,
        "read_by": _A.actor,
        "contact_id": case((_A.type == READ_ONE, cast(_A.subject, Uuid())), else_=None),
        "organisations": _A.organisations,
        "filtered_by": _A.filtered_by,
        "covers": _A.covers,
        "updated_at": _A.occurred_at,
    },
    source=audit_entries,
)


def covered(organisations: list[str] | None, updated_since: Any, actor: Actor) -> Select[str, int]:
    """How many contacts of which organisations a list covers."""
    statement = select(Contact.organisation, func.count()).where(CONTACTS.seen_by(actor.kind))
    if organisations is not None:
        statement = statement.where(Contact.organisation.in_(organisations))
    if updated_since is not None:
        statement = statement.where(Contact.updated_at >= updated_since)
    return statement.group_by(Contact.organisation).order_by(Contact.organisation)
