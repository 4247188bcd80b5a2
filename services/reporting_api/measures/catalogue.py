"""The catalogue of measures: shipped as data in the folder `reference`."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter

from shared.contracts.reporting.measures import Measure

CATALOGUE = (files(__package__) / "reference" / "measures.json").read_text("utf-8")
_MEASURES = TypeAdapter(list[Measure])


@cache
def measures() -> Mapping[str, Measure]:
    """Every measure, by its code."""
    return {each.code: each for each in _MEASURES.validate_json(CATALOGUE)}
