"""What callers ask of identifiers."""

from typing import Annotated

from pydantic import Field

from shared.contracts.page import ListQuery, Many
from shared.contracts.partnership.identifiers import IdentifierScheme
from shared.contracts.types import Label


class OrganisationIdentifierQuery(ListQuery):
    """Filters of one organisation's identifiers."""

    scheme: Many[IdentifierScheme] | None = None


class IdentifierQuery(OrganisationIdentifierQuery):
    """Filters of all identifiers."""

    value: Annotated[Many[Label] | None, Field(description="The code itself, as its scheme writes it.")] = None
