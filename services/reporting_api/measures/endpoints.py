"""Measures over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from shared.contracts.page import Page
from shared.contracts.reporting import measures as contract
from shared.contracts.types import Slug
from shared.kit.errors import CursorRefused
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Route

from . import errors, schemas
from .queries import MEASURES, SERIES

router = APIRouter(prefix="/v1", tags=["Measures"], route_class=Route)


@router.get("/measures", response_model=Page[contract.Measure], responses=problems(CursorRefused))
async def list_measures(query: Annotated[schemas.MeasureQuery, Query()], read: Reading) -> Response:
    """List the catalogue of measures: what each figure counts, from whose facts, and what is kept back of it.

    Every figure names its measure: fields by `x-measure` in this document, figures of reports by `measure`.
    """
    return await read.page(MEASURES, query)


@router.get("/measures/{code}", response_model=contract.Measure, responses=problems(errors.MeasureNotFound))
async def get_measure(code: Slug, read: Reading) -> Response:
    """Get what one measure counts."""
    return await read.one(MEASURES, code, errors.MeasureNotFound)


@router.get("/measure-series", response_model=Page[contract.SeriesValue], responses=problems(CursorRefused))
async def list_measure_series(query: Annotated[schemas.MeasureSeriesQuery, Query()], read: Reading) -> Response:
    """List how measures went by month or quarter, as flat rows of projects, local authorities, boards or the nation.

    Who sees a project's dashboard sees its series; an authority and a board see their own, the national team all. A
    project that was handed over is in the series of both boards. Quarters are those of the financial year. A period in
    which nothing happened has no row: the `cumulative_value` of the row before still stands.
    """
    return await read.page(SERIES[query.level], query)
