"""The years that come with the service are loaded once, and never over what the national team has published."""

from services.partnership_api.loading import load_reference
from tests.support.partnership import done
from tests.support.serving import Served


async def counts(partnership: Served) -> tuple[int, int]:
    query = "select (select count(*) from programme_years), (select count(*) from events)"
    async with partnership.database.reading() as connection:
        return tuple(await connection.fetchrow(query))


async def test_loading_again_makes_no_edition_and_announces_nothing(partnership: Served):
    before = await counts(partnership)
    said = await load_reference(partnership.database, partnership.app.state.settings)
    assert said == "Reference data of the partnership service: 0 rows new or changed."
    assert await counts(partnership) == before


async def test_loading_again_does_not_undo_a_published_edition(partnership: Served):
    national = partnership.as_("national:dfe")
    year = done(await national.get("/v1/programme-years/2025-26"), 200)
    content = {name: year[name] for name in year if name not in ("id", "code", "version", "updated_at")}
    changed = content | {"target_schools_new": 41}
    done(await national.put("/v1/programme-years/2025-26", json=changed, headers={"If-Match": '"1"'}))
    await load_reference(partnership.database, partnership.app.state.settings)
    assert done(await national.get("/v1/programme-years/2025-26"), 200)["target_schools_new"] == 41
