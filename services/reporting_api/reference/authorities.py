"""The local authorities of England, from the file beside this module."""

import csv
import io
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def local_authorities() -> Mapping[str, Mapping[str, str]]:
    """Name, region and codes of each local authority, by its DfE code."""
    text = (files(__package__) / "local_authorities.csv").read_text("utf-8")
    return {row["la_code"]: row for row in csv.DictReader(io.StringIO(text))}
