"""What must fit together in a provider."""

import pytest

from services.commissioning_api.providers import rules
from shared.contracts.commissioning.providers import ProviderKind

GROUP = "pcg:0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6a"


@pytest.mark.parametrize(
    ("kind", "organisation", "fits"),
    [
        ("la_service", "la:383", True), ("la_service", None, False), ("la_service", "school:107866", False),
        ("school", "school:107866", True), ("school", None, False), ("school", "la:383", False),
        ("parent_carer_group", GROUP, True), ("parent_carer_group", None, False),
        ("parent_carer_group", "la:383", False),
        ("nhs_trust", None, True), ("nhs_trust", "icb:QWO", False), ("charity", None, True),
        ("charity", "la:383", False),
        ("sole_practitioner", None, True), ("sole_practitioner", "school:107866", False),
    ],
)  # fmt: skip
def test_an_organisation_fits_the_kind_of_provider(kind: str, organisation: str | None, fits: bool):
    found = rules.faults(ProviderKind(kind), organisation, [], ["383"])
    assert [(fault.pointer, fault.code) for fault in found] == ([] if fits else [("/organisation", "other_kind")])


def test_what_is_named_twice_is_found_in_every_place():
    found = rules.faults(ProviderKind.CHARITY, "la:383", ["Art", "music", "art"], ["383", "380", "383", "383"])
    assert [fault.pointer for fault in found] == ["/organisation", "/professions/2", "/la_codes/2", "/la_codes/3"]
