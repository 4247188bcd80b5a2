"""What callers send in more than one feature."""

from uuid import UUID

from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.types import FreeSentence, LaCode, OdsCode, ProgrammeYear, Urn


class SchoolRowsQuery(ListQuery):
    """Filters that every list of rows of schools has: whose they are, and of which programme year."""

    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    la_code: Many[LaCode] | None = None
    urn: Many[Urn] | None = None
    participation_id: Many[UUID] | None = None
    programme_year: Many[ProgrammeYear] | None = None


class Withdrawal(Input):
    """Why something was recorded by mistake and does not count."""

    reason: FreeSentence
