"""The boards by name and region, as the register has them: what this service shows has their codes alone."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from services.reporting_api import reference

REGIONS = (
    "North West",
    "North East and Yorkshire",
    "Midlands",
    "East of England",
    "South West",
    "London",
    "South East",
)
"""The regions of the NHS, as they lie on a map: from the north, from the west."""


@dataclass(frozen=True)
class Board:
    """One integrated care board."""

    code: str
    name: str
    region: str
    first_day: str
    last_day: str
    label: tuple[str, str]
    """Its name on two short lines."""

    @property
    def short_name(self) -> str:
        """`NHS West Yorkshire`."""
        return self.name.removesuffix(" Integrated Care Board")

    def is_there_in(self, year: str) -> bool:
        """Whether it was a board on some day of a programme year (`2025-26`)."""
        first = f"{year[:4]}-04-01"
        last = f"{int(year[:4]) + 1}-03-31"
        return self.first_day <= last and (not self.last_day or self.last_day >= first)


def _rows(name: str) -> list[dict[str, str]]:
    with (files(reference) / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def boards() -> Mapping[str, Board]:
    """Every board by its code, in the order of their names."""
    labels = {row["ods_code"]: (row["first_line"], row["second_line"]) for row in _rows("icb_labels.csv")}
    found = sorted(_rows("icbs.csv"), key=lambda row: row["name"])
    return {
        row["ods_code"]: Board(
            row["ods_code"],
            row["name"],
            row["nhs_region"],
            row["valid_from"],
            row["valid_to"],
            labels.get(row["ods_code"], (row["ods_code"], "")),
        )
        for row in found
    }


def name_of(code: str) -> str:
    """What a board is called in a sentence; its code when the register does not know it."""
    found = boards().get(code)
    return code if found is None else found.short_name
