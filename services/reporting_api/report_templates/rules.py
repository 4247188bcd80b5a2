"""What a template must be like."""

from collections.abc import Sequence

from shared.contracts.problem import FieldError


def faults_of_codes(codes: Sequence[str]) -> list[FieldError]:
    """Every section whose code another one before it has."""
    return [
        FieldError(pointer=f"/sections/{place}/code", code="repeated", detail="Another section has this code already.")
        for place, code in enumerate(codes)
        if code in codes[:place]
    ]
