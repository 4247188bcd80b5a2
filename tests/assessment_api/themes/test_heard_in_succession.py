"""A project that was handed over: the successor goes on with what was heard, the board before reads it."""

from services.assessment_api.participations.service import follow_project
from shared.contracts.partnership.participations import Participation
from shared.contracts.partnership.projects import ProjectHandedOver
from tests.assessment_api.heard import BOARD, body_of, if_match, items, recorded, recording, said, saying, withdrawal
from tests.assessment_api.owner import Owner, a_project, told
from tests.support.serving import Served

NOW, OTHER = "icb:S1Y5D", "icb:D7T5G"


async def test_the_board_before_reads_and_the_successor_goes_on(
    assessment: Served, owner: Owner, elm_park: Participation
):
    activity = await recorded(assessment, elm_park, BOARD)
    theme = await said(assessment, elm_park, activity["id"], BOARD)
    owner.projects[elm_park.project_id] = after = a_project(elm_park, "S1Y5D").model_copy(update={"version": 2})
    async with assessment.database.transaction() as session:
        await follow_project(session, told(ProjectHandedOver(data=after)))

    for thing, resource in (("themes", theme), ("voice-activities", activity)):
        for organisation, number in ((NOW, 1), (BOARD, 1), (OTHER, 0)):
            assert len(await items(assessment, f"/v1/{thing}", organisation)) == number, organisation
        path = f"/v1/{thing}/{resource['id']}"
        changed = {"themes": {"prevalence": "few"}, "voice-activities": {"method": "walk"}}[thing]
        for organisation, status in ((BOARD, 403), (OTHER, 404)):
            answer = await assessment.as_(organisation).patch(path, json=changed, headers=if_match(resource))
            assert answer.status_code == status, organisation
            assert (await withdrawal(assessment, thing, resource, organisation)).status_code == status, organisation
        now = body_of(await assessment.as_(NOW).patch(path, json=changed, headers=if_match(resource)))
        body_of(await withdrawal(assessment, thing, now, NOW))

    assert (await recording(assessment, elm_park, BOARD)).status_code == 403
    anew = await recorded(assessment, elm_park, NOW)
    assert (await saying(assessment, elm_park, anew["id"], BOARD)).status_code == 403
    await said(assessment, elm_park, anew["id"], NOW)
