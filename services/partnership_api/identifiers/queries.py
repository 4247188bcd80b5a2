"""The map of identifiers: one row for each code of each organisation, from the tables where they stand.

Each part keeps its table's own columns bare behind casts to text, so that a filter reaches the table's indexes.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Text,
    bindparam,
    cast,
    exists,
    func,
    literal_column,
    null,
    select,
    union_all,
)

from services.partnership_api.organisations.models import (
    Evaluator,
    Icb,
    IdentifierBefore,
    LocalAuthority,
    NationalBody,
    ParentCarerGroup,
)
from services.partnership_api.organisations.queries import PUBLIC
from services.partnership_api.schools.models import School
from shared.contracts.partnership.identifiers import Identifier, IdentifierScheme as Scheme
from shared.kit.reads import Statement, View, compiled

_DFE, _ODS, _ONS = "Department for Education", "NHS England", "Office for National Statistics"
_OURS = "This service"
_UNKNOWN = cast(null(), Date)


def _text(words: str) -> ColumnElement[Any]:
    return cast(literal_column(f"'{words}'"), Text)


def _part(
    kind: str,
    code: Any,
    scheme: Scheme,
    value: Any,
    source: str,
    valid_from: Any = _UNKNOWN,
    valid_to: Any = _UNKNOWN,
) -> Select[Any]:
    table = code.class_
    return select(
        _text(kind).label("kind"),
        cast(code, Text).label("code"),
        _text(scheme).label("scheme"),
        cast(value, Text).label("value"),
        valid_from.label("valid_from"),
        valid_to.label("valid_to"),
        _text(source).label("source"),
        table.updated_at.label("updated_at"),
    ).where(value.is_not(None))


def _replaced(kind: str, code: Any, scheme: Scheme) -> ColumnElement[Any]:
    """The day after the last of the code before; unknown when none was replaced."""
    before = IdentifierBefore.organisation == func.concat(f"{kind}:", code), IdentifierBefore.scheme == scheme
    return select(cast(func.max(IdentifierBefore.valid_to) + 1, Date)).where(*before).scalar_subquery()


def _before() -> Select[Any]:
    return select(
        func.split_part(IdentifierBefore.organisation, ":", 1).label("kind"),
        func.split_part(IdentifierBefore.organisation, ":", 2).label("code"),
        cast(IdentifierBefore.scheme, Text).label("scheme"),
        cast(IdentifierBefore.value, Text).label("value"),
        _UNKNOWN.label("valid_from"),
        IdentifierBefore.valid_to.label("valid_to"),
        IdentifierBefore.source.label("source"),
        IdentifierBefore.updated_at.label("updated_at"),
    )


_ALL = union_all(
    _part("icb", Icb.ods_code, Scheme.ODS, Icb.ods_code, _ODS, Icb.valid_from, Icb.valid_to),
    _part("icb", Icb.ods_code, Scheme.ONS, Icb.ons_code, _ONS, _replaced("icb", Icb.ods_code, Scheme.ONS)),
    _part("la", LocalAuthority.la_code, Scheme.DFE, LocalAuthority.la_code, _DFE),
    _part(
        "la",
        LocalAuthority.la_code,
        Scheme.GSS,
        LocalAuthority.gss_code,
        _ONS,
        _replaced("la", LocalAuthority.la_code, Scheme.GSS),
    ),
    _part("school", School.urn, Scheme.URN, School.urn, _DFE, School.opened_on, School.closed_on),
    _part("school", School.urn, Scheme.UKPRN, School.ukprn, _DFE),
    _part("school", School.urn, Scheme.LAESTAB, School.laestab, _DFE),
    _part("pcg", ParentCarerGroup.id, Scheme.OWN, ParentCarerGroup.id, _OURS, cast(ParentCarerGroup.created_at, Date)),
    _part("national", NationalBody.code, Scheme.OWN, NationalBody.code, _OURS),
    _part("evaluator", Evaluator.code, Scheme.OWN, Evaluator.code, _OURS, Evaluator.valid_from, Evaluator.valid_to),
    _before(),
).subquery("identifiers")
_C = _ALL.c

IDENTIFIERS = View(
    None,
    Identifier,
    PUBLIC,
    key="key",
    sorts=("key",),
    columns={
        **{name: _C[name] for name in ("kind", "code", "scheme", "value", "valid_from", "valid_to", "source")},
        "organisation": func.concat(_C.kind, ":", _C.code, type_=Text()),
        "key": func.concat_ws("/", _C.kind, _C.code, _C.scheme, _C.value, type_=Text()),
        "updated_at": _C.updated_at,
    },
    source=_ALL,
)


def known() -> Statement:
    """Whether there is an organisation. Binds `kind` and `code`."""

    def build() -> Select[Any]:
        named = _C.kind == bindparam("kind", type_=Text()), _C.code == bindparam("code", type_=Text())
        return select(exists().where(*named))

    return compiled(("identifiers", "known"), build)
