"""What must hold of what a school has beside PINS. Pure: every fault is found at once."""

from collections.abc import Collection, Iterator, Sequence

from shared.contracts.problem import FieldError

from .schemas import ExistingSupportGiven


def faults(
    support: Sequence[ExistingSupportGiven], item_codes: Collection[str], domains: Collection[str]
) -> list[FieldError]:
    """Each place that is wrong, against the menu in force and the domains of the programme year."""
    return [
        *_repeated_titles(support),
        *(fault for place, each in enumerate(support) for fault in _of_one(place, each, item_codes, domains)),
    ]


def _repeated_titles(support: Sequence[ExistingSupportGiven]) -> Iterator[FieldError]:
    seen: set[str] = set()
    for place, each in enumerate(support):
        title = " ".join(each.title.casefold().split())
        if title in seen:
            detail = "Something before this has the same title."
            yield FieldError(pointer=f"/support/{place}/title", code="repeated", detail=detail)
        seen.add(title)


def _of_one(
    place: int, each: ExistingSupportGiven, item_codes: Collection[str], domains: Collection[str]
) -> Iterator[FieldError]:
    if each.menu_item_code is not None and each.menu_item_code not in item_codes:
        yield FieldError(
            pointer=f"/support/{place}/menu_item_code",
            code="not_on_the_menu",
            detail="The menu in force for this programme year has no item of this code: leave it out.",
        )
    for number, domain in enumerate(each.domains):
        at = f"/support/{place}/domains/{number}"
        if domain in each.domains[:number]:
            yield FieldError(pointer=at, code="repeated", detail="This is named twice.")
        elif domain not in domains:
            detail = "The programme year has no domain of this code."
            yield FieldError(pointer=at, code="domain_unknown", detail=detail)
