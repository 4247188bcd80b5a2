"""What makes a menu fit to be published."""

from typing import Any

from hypothesis import given, strategies as st

from services.commissioning_api import reference
from services.commissioning_api.menus import rules
from services.commissioning_api.menus.schemas import NewMenu
from tests.commissioning_api.menus.items import ITEM, OTHER
from tests.commissioning_api.stand_in import DOMAINS


def a_menu(*items: dict[str, Any]) -> NewMenu:
    return NewMenu.model_validate(
        {"code": "m", "title": "M", "illustrative": True, "programme_year": "2025-26", "items": items}
    )


def places(menu: NewMenu) -> list[tuple[str | None, str]]:
    return [(fault.pointer, fault.code) for fault in rules.faults(menu)]


def test_a_menu_with_both_strands_and_no_repetition_has_no_fault():
    assert places(a_menu(ITEM, OTHER)) == []


def test_every_fault_is_named_at_once():
    menu = a_menu(ITEM, ITEM | {"offers": ["full", "embedding", "full"]})
    assert places(menu) == [
        ("/items/1/code", "repeated"),
        ("/items/1/offers/2", "repeated"),
        ("/items", "strand_missing"),
    ]


def test_a_domain_that_the_year_does_not_have_is_named_where_it_stands():
    menu = a_menu(ITEM, OTHER | {"domains": ["mental_health", "sport"]})
    assert [fault.pointer for fault in rules.unknown_domains(menu, DOMAINS)] == ["/items/1/domains/1"]


@given(st.lists(st.sampled_from("abcde"), min_size=1, max_size=20))
def test_as_many_codes_are_refused_as_are_not_the_first_of_their_kind(codes: list[str]):
    faults = places(a_menu(*({**ITEM, "code": code} for code in codes)))
    assert len([place for place, code in faults if code == "repeated"]) == len(codes) - len(set(codes))


def test_the_menu_we_ship_says_that_it_is_illustrative_and_has_no_fault():
    [shipped] = [NewMenu.model_validate(each) for each in reference.menus()]
    assert shipped.illustrative
    assert shipped.title.startswith("Illustrative")
    assert rules.faults(shipped) == []
    assert rules.unknown_domains(shipped, DOMAINS) == []


def test_the_menu_we_ship_has_something_for_every_domain_and_offer_in_both_strands():
    [shipped] = [NewMenu.model_validate(each) for each in reference.menus()]
    assert {domain for item in shipped.items for domain in item.domains} == set(DOMAINS)
    assert {(item.strand, offer) for item in shipped.items for offer in item.offers} == {
        (strand, offer)
        for strand in ("tailored_support", "parent_carer_engagement")
        for offer in ("full", "embedding", "training")
    }
