"""What makes a menu fit to be published. Every fault is found, so that one correction is enough."""

from collections.abc import Collection, Iterator, Sequence

from services.commissioning_api.menus.schemas import NewMenu
from shared.contracts.commissioning.menus import Strand
from shared.contracts.problem import FieldError


def faults(menu: NewMenu) -> list[FieldError]:
    """What is wrong with a menu in itself."""
    return [*_repeated_codes(menu), *_repeated_words(menu), *_missing_strands(menu)]


def unknown_domains(menu: NewMenu, domains: Collection[str]) -> list[FieldError]:
    """Each domain that the programme year does not have (R24)."""
    return [
        FieldError(
            pointer=f"/items/{place}/domains/{number}",
            code="domain_unknown",
            detail="The programme year has no domain of this code.",
        )
        for place, item in enumerate(menu.items)
        for number, domain in enumerate(item.domains)
        if domain not in domains
    ]


def _repeated_codes(menu: NewMenu) -> Iterator[FieldError]:
    for place in _repeats([item.code for item in menu.items]):
        yield FieldError(
            pointer=f"/items/{place}/code", code="repeated", detail="An item before this one has the same code."
        )


def _repeated_words(menu: NewMenu) -> Iterator[FieldError]:
    for place, item in enumerate(menu.items):
        for name, words in (("domains", item.domains), ("professions", item.professions), ("offers", item.offers)):
            for number in _repeats(words):
                yield FieldError(
                    pointer=f"/items/{place}/{name}/{number}", code="repeated", detail="This is named twice."
                )


def _missing_strands(menu: NewMenu) -> Iterator[FieldError]:
    for strand in Strand:
        if all(item.strand is not strand for item in menu.items):
            detail = f"No item is in the strand {strand.replace('_', ' ')}, and every school gets both (R22)."
            yield FieldError(pointer="/items", code="strand_missing", detail=detail)


def _repeats(words: Sequence[str]) -> Iterator[int]:
    seen: set[str] = set()
    for number, word in enumerate(words):
        if word in seen:
            yield number
        seen.add(word)
