"""A school that became an academy goes on with its package under its new number."""

from services.commissioning_api.main import SERVICE
from shared.contracts.partnership.participations import Participation, ParticipationConverted
from tests.commissioning_api.asking import considered, move, proposed
from tests.commissioning_api.participations.said import apply, as_sent
from tests.commissioning_api.stand_in import PartnershipStandIn, as_it_became
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, live

BOARD, OLD, NEW, OTHER = "icb:QWO", "school:107866", "school:145001", "school:145002"


async def converted(commissioning: Served, partnership: PartnershipStandIn, school: Participation) -> None:
    """The register's import has given the school its new number, and that has arrived here."""
    after = as_it_became(school, current_urn="145001", version=school.version + 1)
    partnership.participations[school.id] = after
    await apply(commissioning, as_sent(ParticipationConverted(data=after), "partnership"))


async def test_its_package_is_the_schools_under_both_numbers(commissioning: Served, partnership: PartnershipStandIn):
    school = partnership.takes_part()
    line = await proposed(commissioning.as_(BOARD), school.id)
    await considered(commissioning.as_(BOARD), school.id)
    paths = (f"/v1/package-lines/{line['id']}", f"/v1/participations/{school.id}/package")
    assert (await commissioning.as_(NEW).get(paths[0])).status_code == 404
    await converted(commissioning, partnership, school)
    for organisation, status in ((OLD, 200), (NEW, 200), (OTHER, 404)):
        for path in paths:
            assert (await commissioning.as_(organisation).get(path)).status_code == status, (organisation, path)
    assert (await move(commissioning.as_(OTHER), line["id"], "agreement", 1)).status_code == 404
    assert (await move(commissioning.as_(NEW), line["id"], "agreement", 1)).status_code == 200


async def test_it_follows_what_happens(databases: Databases, network: Network, partnership: PartnershipStandIn):
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as commissioning:
        school = partnership.takes_part()
        await proposed(commissioning.as_(BOARD), school.id)
        await converted(commissioning, partnership, school)
        for organisation, number in ((OLD, 1), (NEW, 1), (OTHER, 0)):
            feed = await commissioning.as_(organisation).get("/v1/events?type=commissioning.package-line.proposed")
            assert len(feed.json()) == number, organisation
