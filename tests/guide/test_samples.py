"""Every sample of the guide is run as it is written, against services that are really served."""

import json
import re
import shutil
from pathlib import Path

import httpx
import pytest

from shared.contracts.event import CloudEvent
from tests.guide.running import RUN, Platform, run
from tests.guide.samples import NOT_CODE, SAMPLES, Sample, written_in

# Power Query runs in Excel and Power BI alone: `make test-clients` parses it. PowerShell and .NET come from no registry
# that the tests install from. The guide's first page says so.
NOT_RUN = ("powershell", "powerquery", "csharp")
# What some of them must print.
PRINTS = {
    "first-call-5": "Leeds",
    "first-call-6": "Leeds",
    "authentication-1": "True",
    "reading-5": "304",
    "writing-2": "412 stale-version",
    "webhooks-2": "False",
    "errors-2": "project-not-found",
    "rate-limits-2": "200",
    "before-going-live-1": "401",
    "excel-and-csv-3": "schools",
}


def named(samples: list[Sample]):
    return pytest.mark.parametrize("sample", samples, ids=[each.name for each in samples])


@named(written_in(*RUN))
async def test_a_sample_does_what_the_guide_says(sample: Sample, at: Platform, tmp_path: Path):
    if sample.language == "javascript" and not shutil.which("node"):
        pytest.skip("needs Node")
    said = await run(sample.language, sample.code, at, tmp_path)
    assert PRINTS.get(sample.name, "") in said


def test_every_sample_that_must_print_something_is_there():
    assert PRINTS.keys() <= {each.name for each in written_in(*RUN)}


@named(written_in(*NOT_RUN))
async def test_what_cannot_be_run_here_calls_an_address_that_answers(sample: Sample, at: Platform):
    base = re.search(r"http://127\.0\.0\.1:\d+", sample.code)[0]
    path = re.search(r'[/"](v1/[a-z0-9/-]+(?:\?[a-z=&]+)?)"', sample.code)[1]
    query = dict(re.findall(r'Query = \[(\w+) = "(\w+)"\]', sample.code))
    headers = {"Authorization": f"Bearer {at.environment['PINS_TOKEN']}"}
    async with httpx.AsyncClient(headers=headers) as client:
        answer = await client.get(at.here(f"{base}/{path}"), params=query or None)
    assert answer.status_code == 200, answer.text
    columns = answer.text.removeprefix("\ufeff").splitlines()[0].split(",")
    assert set(re.findall(r'\{"(\w+)", type text\}', sample.code)) <= set(columns)


def test_no_sample_is_in_a_language_that_is_not_looked_at():
    known = {*RUN, *NOT_RUN, *NOT_CODE}
    assert {each.language for each in SAMPLES} <= known


@named(written_in("json"))
def test_what_is_shown_as_json_is_json(sample: Sample):
    assert json.loads(sample.code)


def test_the_header_of_the_feed_that_the_guide_goes_by_is_an_attribute_of_events():
    assert {"resourceversion", "subject", "type", "data"} <= CloudEvent.model_fields.keys()
