"""What must fit together in a provider. Every fault is found, so that one correction is enough."""

from collections.abc import Iterator, Sequence

from shared.contracts.commissioning.providers import ProviderKind
from shared.contracts.problem import FieldError

_IS_A = {
    ProviderKind.LA_SERVICE: ("la:", "A service of a local authority names it, such as la:383."),
    ProviderKind.SCHOOL: ("school:", "A school names itself by its number, such as school:107866."),
    ProviderKind.PARENT_CARER_GROUP: (
        "pcg:",
        "A parent carer group names itself: pcg: and the id it has.",
    ),
}
_IS_NONE = "Only a service of an authority, a school and a parent carer group name an organisation: leave it out."


def faults(
    kind: ProviderKind, organisation: str | None, professions: Sequence[str], la_codes: Sequence[str]
) -> list[FieldError]:
    """What is wrong with a provider in itself."""
    return [
        *_misfit(kind, organisation),
        *repeats("/professions", [word.casefold() for word in professions]),
        *repeats("/la_codes", la_codes),
    ]


def _misfit(kind: ProviderKind, organisation: str | None) -> Iterator[FieldError]:
    prefix, sentence = _IS_A.get(kind, (None, _IS_NONE))
    fits = organisation is None if prefix is None else organisation is not None and organisation.startswith(prefix)
    if not fits:
        yield FieldError(pointer="/organisation", code="other_kind", detail=sentence)


def repeats(pointer: str, words: Sequence[str]) -> Iterator[FieldError]:
    """Each word of a list that stands there before."""
    for place, word in enumerate(words):
        if word in words[:place]:
            yield FieldError(pointer=f"{pointer}/{place}", code="repeated", detail="This is named twice.")
