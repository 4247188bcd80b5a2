"""What callers send about sign-offs."""

from typing import Literal
from uuid import UUID

from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.partnership.sign_offs import SignOffStatus
from shared.contracts.types import FreeSentence, OdsCode, OrganisationRef, VersionNumber


class SignOffQuery(ListQuery):
    """Filters of the list of sign-offs."""

    delivery_plan_id: Many[UUID] | None = None
    version_number: Many[VersionNumber] | None = None
    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    organisation: Many[OrganisationRef] | None = None
    status: Many[SignOffStatus] | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None


class Refusal(Input):
    """Why a partner does not sign."""

    reason: FreeSentence
