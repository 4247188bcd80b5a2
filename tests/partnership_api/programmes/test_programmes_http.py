"""Programme years over HTTP: public to read, published by the national team alone, edition by edition."""

import pytest

from tests.support.partnership import done, programme_year, project_of, quarter
from tests.support.serving import Served

YEAR = "/v1/programme-years/2026-27"
CREATE = {"If-None-Match": "*"}


async def published(partnership: Served, **changes):
    return done(await partnership.as_("national:dfe").put(YEAR, json=programme_year(**changes), headers=CREATE))


async def events_of(partnership: Served) -> list[tuple[str, int]]:
    query = "select subject, resource_version from events where type = $1 order by position"
    async with partnership.database.reading() as connection:
        rows = await connection.fetch(query, "partnership.programme-year.published")
    return [(row["subject"], row["resource_version"]) for row in rows]


async def test_anybody_reads_the_years_that_come_with_the_service(partnership: Served):
    for organisation in ("icb:QWO", "school:107866", "evaluator:ace", "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"):
        page = done(await partnership.as_(organisation).get("/v1/programme-years"), 200)
        assert [year["code"] for year in page["items"]] == ["2024-25", "2025-26"]


async def test_the_list_is_filtered_by_code(partnership: Served):
    page = done(await partnership.as_("la:383").get("/v1/programme-years?code=2025-26"), 200)
    assert [(year["code"], year["target_schools_continuing"]) for year in page["items"]] == [("2025-26", 30)]


async def test_a_year_nobody_published_is_not_found(partnership: Served):
    for path in (YEAR, f"{YEAR}/editions"):
        answer = await partnership.as_("icb:QWO").get(path)
        assert answer.status_code == 404
        assert answer.json()["type"].endswith("/problems/programme-year-not-found")


async def test_a_code_that_is_no_financial_year_is_refused(partnership: Served):
    assert (await partnership.as_("icb:QWO").get("/v1/programme-years/2025-27")).status_code == 400


async def test_a_published_year_is_read_as_it_was_answered_with_its_edition_as_etag(partnership: Served):
    answer = await partnership.as_("national:dfe").put(YEAR, json=programme_year(), headers=CREATE)
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
    assert answer.headers["Location"] == f"http://partnership.test{YEAR}"
    read = await partnership.as_("school:107866").get(YEAR)
    assert (read.json(), read.headers["ETag"]) == (answer.json(), '"1"')
    again = await partnership.as_("school:107866").get(YEAR, headers={"If-None-Match": '"1"'})
    assert (again.status_code, again.content) == (304, b"")
    assert await events_of(partnership) == [("2024-25", 1), ("2025-26", 1), ("2026-27", 1)]


async def test_a_new_edition_replaces_the_current_one_and_the_old_one_stays(partnership: Served):
    await published(partnership)
    answer = await partnership.as_("national:nhse").put(
        YEAR, json=programme_year(target_schools_new=50), headers={"If-Match": '"1"'}
    )
    assert (done(answer)["version"], answer.headers["ETag"]) == (2, '"2"')
    editions = done(await partnership.as_("icb:QWO").get(f"{YEAR}/editions"), 200)["items"]
    assert [(edition["version"], edition["target_schools_new"]) for edition in editions] == [(2, 50), (1, 25)]
    current = done(await partnership.as_("icb:QWO").get("/v1/programme-years?code=2026-27"), 200)["items"]
    assert [year["version"] for year in current] == [2]


async def test_a_year_says_how_far_money_may_be_committed_and_as_released_where_it_is_not_said(partnership: Served):
    assert (await published(partnership))["commitments_up_to"] == "released"
    national, board = partnership.as_("national:dfe"), partnership.as_("icb:QWO")
    changed = programme_year(commitments_up_to="allocated")
    done(await national.put(YEAR, json=changed, headers={"If-Match": '"1"'}))
    assert done(await board.get(YEAR), 200)["commitments_up_to"] == "allocated"
    wrong = await national.put(YEAR, json=programme_year(commitments_up_to="spent"), headers={"If-Match": '"2"'})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/commitments_up_to")
    pages = done(await board.get("/v1/programme-years"), 200)["items"]
    assert {year["code"]: year["commitments_up_to"] for year in pages} == {
        "2024-25": "released", "2025-26": "released", "2026-27": "allocated",
    }  # fmt: skip


async def test_publishing_the_same_again_makes_no_new_edition(partnership: Served):
    first = await published(partnership)
    announced = await events_of(partnership)
    answer = await partnership.as_("national:dfe").put(YEAR, json=programme_year(), headers={"If-Match": '"1"'})
    assert done(answer, 200) == first
    assert answer.headers["ETag"] == '"1"'
    assert await events_of(partnership) == announced


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 428), (CREATE, 412), ({"If-Match": '"7"'}, 412), ({"If-Match": "one"}, 400)],
)
async def test_an_edition_is_replaced_only_by_who_has_read_it(partnership: Served, headers, status):
    await published(partnership)
    changed = programme_year(title="Another title")
    answer = await partnership.as_("national:dfe").put(YEAR, json=changed, headers=headers)
    assert answer.status_code == status
    assert done(await partnership.as_("icb:QWO").get(YEAR), 200)["version"] == 1


async def test_a_year_that_is_not_there_cannot_be_replaced(partnership: Served):
    answer = await partnership.as_("national:dfe").put(YEAR, json=programme_year(), headers={"If-Match": '"1"'})
    assert answer.status_code == 412


async def test_all_faults_of_a_year_are_named_at_once(partnership: Served):
    faulty = programme_year(
        ends_on="2026-04-01",
        required_partner_kinds=[],
        domains=[{"code": "belonging", "label": "One"}, {"code": "belonging", "label": "Two"}],
        quarters=[quarter(2, "2026-04-01", "2026-04-01", "2026-04-01")],
    )
    answer = await partnership.as_("national:dfe").put(YEAR, json=faulty, headers=CREATE)
    assert answer.status_code == 422
    assert {error["pointer"] for error in answer.json()["errors"]} == {
        "/ends_on",
        "/required_partner_kinds",
        "/domains/1/code",
        "/quarters",
        "/quarters/0/report_due_on",
    }
    assert "Two" not in answer.text


async def test_an_unknown_field_is_refused_wherever_it_stands(partnership: Served):
    body = programme_year(domains=[{"code": "belonging", "label": "Belonging", "colour": "red"}], budget=1)
    answer = await partnership.as_("national:dfe").put(YEAR, json=body, headers=CREATE)
    assert answer.status_code == 422
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/domains/0/colour", "/budget"}


@pytest.mark.parametrize("organisation", ["icb:QWO", "la:383", "school:107866", "service:reporting", "evaluator:ace"])
async def test_only_the_national_team_publishes(partnership: Served, organisation):
    answer = await partnership.as_(organisation).put(YEAR, json=programme_year(), headers=CREATE)
    assert answer.status_code == 403


async def test_publishing_needs_a_token_with_the_scope_to_write(partnership: Served):
    without = await partnership.as_(None).put(YEAR, json=programme_year(), headers=CREATE)
    reading = await partnership.as_("national:dfe", "partnership:read").put(YEAR, json=programme_year())
    assert (without.status_code, reading.status_code) == (401, 403)
    assert "partnership:write" in reading.headers["WWW-Authenticate"]


async def test_a_successor_programme_is_new_data_and_a_project_starts_under_it(partnership: Served):
    before = await project_of(partnership, "QWO", "2025-26")
    year = await published(partnership)
    project = await project_of(partnership, "QWO", "2026-27")
    assert (before["kind"], before["target_schools"]) == ("new", 40)
    assert (project["kind"], project["target_schools"]) == ("continuing", 12)
    assert project["programme_year_id"] == year["id"]
    board = partnership.as_("icb:QWO")
    missing = done(await board.get(f"/v1/projects/{project['id']}/partners-missing"), 200)
    assert [each["kind"] for each in missing["missing"]] == ["local_authority", "voluntary_organisation"]


async def test_a_project_keeps_the_edition_it_started_under(partnership: Served):
    first = await published(partnership)
    project = await project_of(partnership, "QWO", "2026-27")
    await partnership.as_("national:dfe").put(
        YEAR, json=programme_year(target_schools_new=50), headers={"If-Match": '"1"'}
    )
    kept = done(await partnership.as_("icb:QWO").get(f"/v1/projects/{project['id']}"), 200)
    assert (kept["programme_year_id"], kept["target_schools"]) == (first["id"], 25)
