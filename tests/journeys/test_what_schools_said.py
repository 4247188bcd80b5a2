"""What schools submit is summed up for their board, and summed up again the same from the feeds alone."""

from typing import Any

from tests.journeys.test_the_thin_line import played
from tests.support.platform import Platform


async def _said(pins: Platform, path: str) -> dict[str, Any]:
    found = await pins.get("icb:QWO", "assessment", path)
    assert all(found.pop("as_of").values())
    return found


async def test_what_three_schools_submitted_is_in_the_analysis_of_their_project_and_board(pins: Platform):
    year = await played(pins)
    await pins.settle("assessment")
    path = f"/v1/analysis/projects/{year.project['id']}"
    project, board = await _said(pins, path), await _said(pins, "/v1/analysis/icbs/QWO")
    scores = (await pins.get("icb:QWO", "assessment", "/v1/domain-scores"))["items"]
    assert len({score["urn"] for score in scores}) == len(year.participations)
    for row in project["domains"]:
        of_domain = [score["score"] for score in scores if score["domain"] == row["domain"]]
        assert row["schools"] == sum(row["bands"]) == len(of_domain)
        assert abs(row["mean_score"] - sum(of_domain) / len(of_domain)) <= 0.05
    assert board["domains"] == project["domains"] != []

    await pins.rebuild("assessment")
    assert await _said(pins, path) == project
