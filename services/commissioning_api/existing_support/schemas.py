"""What callers send about what a school has beside PINS."""

from typing import Annotated

from pydantic import Field

from shared.contracts.base import Input
from shared.contracts.commissioning.matching import ExistingKind
from shared.contracts.types import Day, FreeName, Slug


class ExistingSupportGiven(Input):
    """One service that the school has, or one other programme that it takes part in."""

    kind: ExistingKind
    title: Annotated[FreeName, Field(description="What it is called. Never a person's name (R37).")]
    menu_item_code: Annotated[
        Slug | None, Field(description="The item of the menu in force that it is the same as.")
    ] = None
    domains: Annotated[list[Slug], Field(max_length=50, description="The programme year's domains that it covers.")]
    until: Annotated[Day | None, Field(description="Its last day, where one is known.")] = None


class SchoolSupportGiven(Input):
    """All that a school has beside PINS; an empty list says that it has nothing."""

    support: Annotated[list[ExistingSupportGiven], Field(max_length=100)]
