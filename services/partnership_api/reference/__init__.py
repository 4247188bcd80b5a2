"""The facts the programme stands on, read from the files beside this module (sources in README.md)."""

import csv
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

_HERE = files(__package__)


@dataclass(frozen=True, slots=True)
class Icb:
    """An integrated care board; `valid_to` is its last day, None while no end is known."""

    ods_code: str
    name: str
    ons_code: str
    nhs_region: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class IcbSuccession:
    predecessor_ods_code: str
    successor_ods_code: str
    effective_on: date
    kind: str


@dataclass(frozen=True, slots=True)
class LocalAuthority:
    la_code: str
    gss_code: str
    name: str
    region_code: str
    region_name: str
    region_gss_code: str


@dataclass(frozen=True, slots=True)
class LaIcb:
    """An authority lies in a board of before April 2026; the share is of its small areas, not its pupils."""

    la_code: str
    icb_code: str
    lsoa_share: Decimal


@dataclass(frozen=True, slots=True)
class NationalBody:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class IdentifierBefore:
    """A code of an organisation that another has replaced; `valid_to` is its last day."""

    organisation: str
    scheme: str
    value: str
    valid_to: date
    source: str


@dataclass(frozen=True, slots=True)
class Domain:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Quarter:
    number: int
    starts_on: date
    ends_on: date
    report_due_on: date
    illustrative: bool


@dataclass(frozen=True, slots=True)
class ProgrammeYear:
    """One financial year of the programme; None where nothing is published."""

    code: str
    title: str
    starts_on: date
    ends_on: date
    evaluation_ends_on: date
    target_schools_new: int
    target_schools_continuing: int | None
    minimum_funding_pence: int | None
    commitments_up_to: str
    required_partner_kinds: tuple[str, ...]
    domains: tuple[Domain, ...]
    quarters: tuple[Quarter, ...]
    sources: tuple[str, ...]
    notes: tuple[str, ...]


def icbs() -> list[Icb]:
    return [
        Icb(
            ods_code=row["ods_code"],
            name=row["name"],
            ons_code=row["ons_code"],
            nhs_region=row["nhs_region"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        )
        for row in _rows("icbs.csv")
    ]


def icb_successions() -> list[IcbSuccession]:
    return [
        IcbSuccession(
            predecessor_ods_code=row["predecessor_ods_code"],
            successor_ods_code=row["successor_ods_code"],
            effective_on=date.fromisoformat(row["effective_on"]),
            kind=row["kind"],
        )
        for row in _rows("icb_successions.csv")
    ]


def local_authorities() -> list[LocalAuthority]:
    return [LocalAuthority(**row) for row in _rows("local_authorities.csv")]


def la_icbs() -> list[LaIcb]:
    return [
        LaIcb(
            la_code=row["la_code"],
            icb_code=row["icb_code"],
            lsoa_share=Decimal(row["lsoa_share"]),
        )
        for row in _rows("la_icbs.csv")
    ]


def national_bodies() -> list[NationalBody]:
    return [NationalBody(**row) for row in _rows("national_bodies.csv")]


def identifiers_before() -> list[IdentifierBefore]:
    return [
        IdentifierBefore(
            organisation=row["organisation"],
            scheme=row["scheme"],
            value=row["value"],
            valid_to=date.fromisoformat(row["valid_to"]),
            source=row["source"],
        )
        for row in _rows("identifiers_before.csv")
    ]


def programme_years() -> list[ProgrammeYear]:
    """The programme years that come with the service, earliest first."""
    found = [path for path in (_HERE / "programme_years").iterdir() if path.name.endswith(".json")]
    return [_programme_year(json.loads(path.read_text("utf-8"))) for path in sorted(found, key=lambda path: path.name)]


def memorandum() -> dict[str, Any]:
    """The illustrative specification of a memorandum, with the clause on the evaluator (R35)."""
    found: dict[str, Any] = json.loads((_HERE / "memorandum.json").read_text("utf-8"))
    return found


def _programme_year(data: dict[str, Any]) -> ProgrammeYear:
    return ProgrammeYear(
        code=data["code"],
        title=data["title"],
        starts_on=date.fromisoformat(data["starts_on"]),
        ends_on=date.fromisoformat(data["ends_on"]),
        evaluation_ends_on=date.fromisoformat(data["evaluation_ends_on"]),
        target_schools_new=data["target_schools"]["new"],
        target_schools_continuing=data["target_schools"]["continuing"],
        minimum_funding_pence=data["minimum_funding_pence"],
        commitments_up_to=data["commitments_up_to"],
        required_partner_kinds=tuple(data["required_partner_kinds"]),
        domains=tuple(Domain(**domain) for domain in data["domains"]),
        quarters=tuple(_quarter(quarter) for quarter in data["quarters"]),
        sources=tuple(data["sources"]),
        notes=tuple(data["notes"]),
    )


def _quarter(data: dict[str, Any]) -> Quarter:
    return Quarter(
        number=data["number"],
        starts_on=date.fromisoformat(data["starts_on"]),
        ends_on=date.fromisoformat(data["ends_on"]),
        report_due_on=date.fromisoformat(data["report_due_on"]),
        illustrative=data["illustrative"],
    )


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((_HERE / name).read_text("utf-8").splitlines()))
