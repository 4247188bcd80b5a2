"""That an extract was given is in the audit, as something that was read."""

from tests.reporting_api.evaluation.conftest import ANOTHER, EVALUATOR, TEAM, Evaluated, Resource, done


async def read(evaluated: Evaluated, who: str) -> list[Resource]:
    items: list[Resource] = done(await evaluated.get(who, "/v1/audit-entries?kind=read"))["items"]
    return items


async def test_an_extract_that_was_given_is_in_the_audit_for_its_evaluator_and_the_nation(evaluated: Evaluated):
    released = await evaluated.released()
    assert await read(evaluated, TEAM) == []
    assert (await evaluated.download(released)).status_code == 200
    [made] = done(await evaluated.get(TEAM, "/v1/extract-downloads"))["items"]
    for who, client in ((EVALUATOR, EVALUATOR), (TEAM, EVALUATOR)):
        [entry] = await read(evaluated, who)
        told = {name: entry[name] for name in ("actor", "client_id", "type", "subject", "organisations")}
        assert told == {
            "actor": EVALUATOR,
            "client_id": client,
            "type": "reporting.extract-download.made",
            "subject": made["id"],
            "organisations": [EVALUATOR],
        }
    for foreign in (ANOTHER, "icb:QWO", "la:383", "school:100000", evaluated.group):
        assert await read(evaluated, foreign) == [], foreign


async def test_what_was_decided_on_an_extract_is_a_change(evaluated: Evaluated):
    released = await evaluated.released()
    path = f"/v1/audit-entries?kind=changed&subject={released['id']}"
    steps = [(each["type"], each["actor"]) for each in done(await evaluated.get(TEAM, path))["items"]]
    assert steps == [
        ("reporting.extract.released", TEAM),
        ("reporting.extract.checked", TEAM),
        ("reporting.extract.requested", EVALUATOR),
    ]
