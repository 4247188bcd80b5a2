"""What the reads of evaluations, requests and extracts give is what their contracts say, view by view."""

import pytest

from services.reporting_api.main import SERVICE
from tests.reporting_api.evaluation.conftest import Evaluated, done
from tests.support.views import assert_rows_match_the_contract, views_of

VIEWS = {
    name: view
    for name, view in views_of(SERVICE).items()
    if name.partition(".")[0] in ("evaluation", "information_requests", "extracts")
}


@pytest.fixture
async def something_of_each(evaluated: Evaluated) -> None:
    paper = {"title": "Minutes “of” the\ngroup", "url": "https://leeds.example/a"}
    done(await evaluated.answer("la:383", await evaluated.asked(), attachments=[paper]))
    await evaluated.asked("school:100000")
    await evaluated.download(await evaluated.released())
    await evaluated.extract()


@pytest.mark.parametrize("name", VIEWS)
async def test_postgresql_builds_what_the_contract_says(evaluated: Evaluated, something_of_each: None, name: str):
    await assert_rows_match_the_contract(evaluated.reporting.database, VIEWS[name])
