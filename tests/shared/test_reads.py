from itertools import combinations

import pytest

from shared.kit import reads
from tests.support.serving import Served


async def test_callers_who_try_every_combination_of_filters_do_not_fill_the_memory(
    partnership: Served, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(reads, "_compiled", {})
    monkeypatch.setattr(reads, "_MOST_COMPILED", 5)
    filters = {"urn": "107866", "la_code": "382", "updated_since": "2025-01-01T00:00:00Z"}
    for size in range(len(filters) + 1):
        for names in combinations(filters, size):
            for sort in ("urn", "-urn", "name"):
                params = {name: filters[name] for name in names} | {"sort": sort}
                answer = await partnership.as_("icb:QWO").get("/v1/schools", params=params)
                assert answer.status_code == 200, answer.text
                assert len(reads._compiled) <= 5
