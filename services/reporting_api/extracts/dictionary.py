"""The data dictionary, shipped as data in the folder `reference`, and the regions of authorities."""

import json
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from services.reporting_api.reference import local_authorities
from shared.contracts.reporting.extracts import DataDictionary, ExtractColumn, ExtractTable

_HERE = files(__package__) / "reference"


@cache
def dictionary() -> DataDictionary:
    """Every column of every table, in the order in which they stand."""
    columns: list[ExtractColumn] = []
    places: dict[str, int] = defaultdict(int)
    for each in json.loads((_HERE / "dictionary.json").read_text("utf-8")):
        places[each["table"]] += 1
        columns.append(ExtractColumn(**each, position=places[each["table"]]))
    return DataDictionary(columns=columns)


def columns_of(table: ExtractTable) -> list[str]:
    """The names of a table's columns, in their order."""
    return [column.name for column in dictionary().columns if column.table is table]


@cache
def regions() -> Mapping[str, str]:
    """The region of each local authority, by its DfE code."""
    return {each.la_code: each.region_name for each in local_authorities()}
