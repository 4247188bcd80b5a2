"""Every figure names its measure, and every measure is the measure of something."""

import json
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from services.reporting_api.measures.catalogue import CATALOGUE, measures
from services.reporting_api.quarterly_reports import rules as quarterly
from shared.contracts import reporting
from shared.contracts.base import Output
from shared.contracts.reporting import areas, dashboards
from shared.contracts.reporting.measures import MEASURES_NOTHING, Measured, MeasureLevel, SeriesMeasure, is_number

WHAT_TO_DO = (
    "These numbers name no measure of the catalogue. Let the class derive from `Measured` (measures.py), and add the"
    " measure to services/reporting_api/measures/reference/measures.json: its code is the field's name. Where it is a"
    " measure that is there under another name, say so in `measured_as`; where it names, orders or bounds something,"
    " add the field to MEASURES_NOTHING."
)
# Its values are those of the measure that the row names.
NAMES_IT_ITSELF = {"Figure", "FigureDifference", "SeriesValue"}
LEVELS = {
    MeasureLevel.SCHOOL: dashboards.DashboardSchool,
    MeasureLevel.PROJECT: dashboards.DashboardProject,
    MeasureLevel.STRAND: dashboards.StrandMoney,
    MeasureLevel.DOMAIN: dashboards.DomainProfile,
    MeasureLevel.LA: areas.DashboardAuthority,
    MeasureLevel.ICB: areas.DashboardIcb,
    MeasureLevel.REGION: getattr(areas, "DashboardRegion", areas.DashboardNation),
    MeasureLevel.NATION: areas.DashboardNation,
}


def contracts() -> Iterator[type[Output]]:
    for module in pkgutil.iter_modules(reporting.__path__):
        found = import_module(f"{reporting.__name__}.{module.name}")
        for each in vars(found).values():
            if isinstance(each, type) and issubclass(each, Output) and each.__module__ == found.__name__:
                yield each


def numbers(of: type[Output]) -> dict[str, Any]:
    found = of.model_json_schema(mode="serialization").get("properties", {})
    return {name: each for name, each in found.items() if is_number(each) and name not in MEASURES_NOTHING}


def named_by(of: type[Output]) -> set[str]:
    return {each["x-measure"] for each in numbers(of).values() if "x-measure" in each}


def test_every_number_of_every_contract_names_a_measure_of_the_catalogue():
    nameless = {
        f"{each.__name__}.{name}"
        for each in contracts()
        if each.__name__ not in NAMES_IT_ITSELF and each is not Measured
        for name, number in numbers(each).items()
        if number.get("x-measure") not in measures()
    }
    assert not nameless, f"{WHAT_TO_DO} {sorted(nameless)}"


def test_every_measure_of_the_catalogue_is_the_measure_of_something():
    used = {name for each in contracts() for name in named_by(each)}
    unused = measures().keys() - used - {code for code, _, _ in quarterly.MEASURES}
    assert not unused, f"Nothing shows these measures: take them out of measures.json. {sorted(unused)}"


def test_the_figures_of_reports_are_measures_by_the_same_label_and_unit():
    named = {*quarterly.MEASURES, ("mean_score", "Mean score", quarterly.FigureUnit.SCORE)}
    for code, label, unit in named:
        assert (measures()[code].label, measures()[code].unit.value) == (label, unit.value)


def test_the_measures_with_a_time_series_are_those_that_say_so_and_can_be_added_up():
    assert {code for code, each in measures().items() if each.time_series} == set(SeriesMeasure)
    assert all(measures()[code].additive for code in SeriesMeasure)


@pytest.mark.parametrize("level", LEVELS)
def test_a_measure_says_that_it_is_shown_where_it_is_shown(level: MeasureLevel):
    unsaid = {name for name in named_by(LEVELS[level]) if level not in measures()[name].levels}
    assert not unsaid, f"measures.json does not say {level} among the `levels` of {sorted(unsaid)}"


def test_a_mean_says_what_of_what_and_nothing_else_is_divided():
    for each in measures().values():
        assert (each.numerator is None) == (each.denominator is None), each.code
        assert each.numerator is None or not each.additive, each.code


def test_codes_and_labels_are_given_once():
    shipped = json.loads(CATALOGUE)
    for name in ("code", "label"):
        assert len({each[name] for each in shipped}) == len(shipped)


def test_a_resource_may_say_that_a_field_is_another_measure():
    assert numbers(dashboards.StrandMoney)["released_pence"]["x-measure"] == "ledger_released_pence"
    assert numbers(dashboards.DashboardProject)["released_pence"]["x-measure"] == "released_pence"
