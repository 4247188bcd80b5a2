"""Many schools selected by JSON as by CSV, with the words that all uploads share."""

import asyncio

from services.partnership_api.main import SERVICE
from services.partnership_api.school_selection.bulk import UPLOAD
from tests.support.bulk import counts, faults, file_of, filled_template, sent, told
from tests.support.databases import Databases
from tests.support.selection import SELECTION, project_with_schools
from tests.support.serving import Served, live

BOARD = "icb:QWO"
ROWS = [SELECTION, SELECTION | {"urn": "100049"}, SELECTION | {"urn": "999999"}]


async def path_of(partnership: Served) -> str:
    project = await project_with_schools(partnership, {"URN": "100025"}, {"URN": "100049"})
    return f"projects/{project['id']}/selections"


async def test_selections_come_as_json_too(partnership: Served):
    path = await path_of(partnership)
    answer = await sent(partnership, path, ROWS, BOARD)
    assert (answer.status_code, faults(answer)) == (422, [("/2/urn", "school-unknown")])
    answer = await sent(partnership, path, ROWS, BOARD, "?mode=per-row")
    assert (counts(answer), faults(answer)) == ((3, 2, 0, 0, 1), [("/2/urn", "school-unknown")])
    found = told(answer)
    assert (found["mode"], found["read"], found["selected"], found["rejected"]) == ("per-row", 3, 2, 1)
    made = await partnership.as_(BOARD).get(f"/v1/participations/{found['results'][1]['id']}")
    assert made.json()["urn"] == "100049"


async def test_the_template_is_taken_as_it_is(partnership: Served):
    path = await path_of(partnership)
    file = await filled_template(partnership, path, BOARD, urn="100025")
    assert counts(await sent(partnership, path, file, BOARD, "?dry_run=true")) == (1, 1, 0, 0, 0)


async def test_the_result_is_also_a_table_and_nothing_else(partnership: Served):
    path = await path_of(partnership)
    file = file_of(UPLOAD, ROWS)
    answer = await sent(partnership, path, file, BOARD, "?mode=per-row&dry_run=true", Accept="text/csv")
    assert [line.split(",")[:5] for line in answer.text.splitlines()[1:]] == [
        ["2", "", "created", "", ""], ["3", "", "created", "", ""], ["4", "", "refused", "urn", "school-unknown"],
    ]  # fmt: skip
    assert (await sent(partnership, path, file, BOARD, Accept="image/png")).status_code == 406


async def test_of_very_many_faults_the_first_are_listed_and_the_others_counted(partnership: Served):
    path = await path_of(partnership)
    file = file_of(UPLOAD, [SELECTION | {"urn": "1"}] * 1_500)
    answer = await sent(partnership, path, file, BOARD, "?mode=per-row")
    found = told(answer)
    assert (found["refused"], len(found["errors"]), found["errors_left_out"]) == (1_500, 1_000, 500)
    assert [each["row"] for each in found["errors"]] == list(range(2, 1_002))
    refused = await sent(partnership, path, file, BOARD)
    assert len(refused.json()["errors"]) == 1_000
    assert "500 more faults are not listed" in refused.json()["detail"]


async def test_of_the_same_file_sent_at_once_each_school_is_selected_once(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        path = await path_of(partnership)
        answers = await asyncio.gather(
            *(sent(partnership, path, order, BOARD, "?mode=per-row") for order in (ROWS, ROWS[::-1]) * 2)
        )
        assert sum(told(answer)["created"] for answer in answers) == 2
