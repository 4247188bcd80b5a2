"""What can be worked out from published sums: exact linear algebra."""

from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction

Form = Mapping[Hashable, int]
"""A sum of unknown counts, each with how often it is in it."""


class Span:
    """All that follows from some sums, by adding and subtracting them."""

    def __init__(self, forms: Iterable[Form] = ()) -> None:
        self._rows: dict[Hashable, dict[Hashable, Fraction]] = {}
        for form in forms:
            self.add(form)

    def add(self, form: Form) -> None:
        """A further sum is known."""
        left = self._reduced(form)
        if left:
            pivot = next(iter(left))
            self._rows[pivot] = {name: part / left[pivot] for name, part in left.items()}

    def gives(self, form: Form) -> bool:
        """Whether the value of this sum follows from those that are known."""
        return not self._reduced(form)

    def _reduced(self, form: Form) -> dict[Hashable, Fraction]:
        left = {name: Fraction(part) for name, part in form.items() if part}
        for pivot, row in self._rows.items():
            if factor := left.get(pivot):
                for name, part in row.items():
                    left[name] = left.get(name, Fraction(0)) - factor * part
                    if not left[name]:
                        del left[name]
        return left


def total(names: Iterable[Hashable]) -> Form:
    """The sum of these, each once."""
    return dict.fromkeys(names, 1)
