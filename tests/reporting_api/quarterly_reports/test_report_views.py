"""What PostgreSQL gives of reports, updates and templates is what the contracts say, view by view."""

import pytest

from services.reporting_api.main import SERVICE
from tests.reporting_api.conftest import Reporting
from tests.reporting_api.reports import NATIONAL, Reports, done, question
from tests.support.views import assert_rows_match_the_contract, views_of

FEATURES = ("quarterly_reports", "report_templates", "update_requests")
VIEWS = {name: view for name, view in views_of(SERVICE).items() if name.partition(".")[0] in FEATURES}


@pytest.fixture
async def something_of_each(reports: Reports, project, report) -> None:
    submitted = await reports.submitted(report)
    done(await reports.do(submitted, "return", {"reasons": ["Say “more”\n& why."]}, NATIONAL))
    second = await reports.of(project.data.id, 2)
    asked = done(await reports.do(second, "update-requests", question()), 201)
    path = f"/v1/update-requests/{asked['id']}/answer"
    done(await reports.act("la:383", path, {"answer": "Line one,\n“two” & three."}, on=asked))


@pytest.mark.parametrize("name", VIEWS)
async def test_postgresql_builds_what_the_contract_says(reporting: Reporting, something_of_each: None, name: str):
    await assert_rows_match_the_contract(reporting.database, VIEWS[name])
