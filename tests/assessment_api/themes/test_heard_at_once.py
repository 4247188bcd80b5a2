"""However many record, change and withdraw at the same moment, what stands fits together and nothing is lost."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.assessment_api.main import SERVICE
from shared.contracts.partnership.participations import Participation
from tests.assessment_api.heard import (
    SCHOOL,
    body_of,
    if_match,
    items,
    recorded,
    said,
    saying,
    withdrawal,
)
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, live


@pytest.fixture
async def running(databases: Databases, network: Network) -> AsyncIterator[Served]:
    """assessment_api as it really runs, on a throw-away database."""
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as served:
        yield served


async def changing(served: Served, thing: str, resource: dict[str, Any], **changes: Any):
    path = f"/v1/{thing}/{resource['id']}"
    return await served.as_(SCHOOL).patch(path, json=changes, headers=if_match(resource))


async def test_of_ten_withdrawals_of_an_activity_at_once_one_wins(running: Served, elm_park: Participation):
    activity = await recorded(running, elm_park)
    answers = await asyncio.gather(*(withdrawal(running, "voice-activities", activity) for _ in range(10)))
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 9}


async def test_of_ten_withdrawals_of_a_theme_at_once_one_wins_and_it_is_counted_once(
    running: Served, elm_park: Participation
):
    activity = await recorded(running, elm_park)
    theme = await said(running, elm_park, activity["id"])
    await said(running, elm_park, activity["id"], statement="The corridors are dark.")
    answers = await asyncio.gather(*(withdrawal(running, "themes", theme) for _ in range(10)))
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 9}
    refused = body_of(await withdrawal(running, "voice-activities", activity), 409)
    assert refused["detail"].startswith("1 theme was heard in it.")
    assert len(await items(running, "/v1/findings?status=current")) == 1


async def test_a_theme_said_ten_times_at_once_is_recorded_once(running: Served, elm_park: Participation):
    activity = await recorded(running, elm_park)
    answers = await asyncio.gather(*(saying(running, elm_park, activity["id"]) for _ in range(10)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 9}
    assert len(await items(running, "/v1/findings")) == 1


async def test_ten_themes_of_one_activity_at_once_are_all_recorded_and_counted(
    running: Served, elm_park: Participation
):
    activity = await recorded(running, elm_park)
    answers = await asyncio.gather(
        *(saying(running, elm_park, activity["id"], statement=f"Thing {number}.") for number in range(10))
    )
    assert Counter(answer.status_code for answer in answers) == {201: 10}
    refused = body_of(await withdrawal(running, "voice-activities", activity), 409)
    assert refused["detail"].startswith("10 themes were heard in it.")


@pytest.mark.parametrize(
    ("thing", "changes"), [("voice-activities", {"participants": 20}), ("themes", {"prevalence": "few"})]
)
async def test_a_change_and_a_withdrawal_do_not_both_happen(
    running: Served, elm_park: Participation, thing: str, changes: dict[str, Any]
):
    for round_ in range(5):
        resource = activity = await recorded(running, elm_park)
        if thing == "themes":
            resource = await said(running, elm_park, activity["id"], statement=f"Thing {round_}.")
        changed, withdrawn = await asyncio.gather(
            changing(running, thing, resource, **changes), withdrawal(running, thing, resource)
        )
        assert sorted((changed.status_code, withdrawn.status_code)) == [200, 412]
        now = body_of(await running.as_(SCHOOL).get(f"/v1/{thing}/{resource['id']}"))
        assert (now["status"] == "withdrawn") == (withdrawn.status_code == 200)
        if thing == "themes":
            current = await items(running, f"/v1/findings?source_id={resource['id']}&status=current")
            assert [each["need"] for each in current] == ([25.0] if changed.status_code == 200 else [])


async def test_two_themes_changed_into_the_same_words_at_once_do_not_both_say_it(
    running: Served, elm_park: Participation
):
    activity = await recorded(running, elm_park)
    for round_ in range(5):
        themes = [
            await said(running, elm_park, activity["id"], statement=f"{name} {round_}.") for name in ("One", "Other")
        ]
        answers = await asyncio.gather(
            *(changing(running, "themes", theme, statement=f"The same {round_}.") for theme in themes)
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_a_theme_is_not_recorded_of_an_activity_that_is_being_withdrawn(running: Served, elm_park: Participation):
    for _ in range(5):
        activity = await recorded(running, elm_park)
        heard, withdrawn = await asyncio.gather(
            saying(running, elm_park, activity["id"]), withdrawal(running, "voice-activities", activity)
        )
        assert sorted((heard.status_code, withdrawn.status_code)) in ([200, 409], [201, 409])
