"""What callers send about organisations."""

from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.partnership.organisations import EvaluatorCode, GroupKind
from shared.contracts.types import Day, LaCode, Name, OdsCode

LaCodes = Annotated[list[LaCode], Field(min_length=1, max_length=20)]


class IcbQuery(ListQuery):
    """Filters of the list of boards."""

    ods_code: Many[OdsCode] | None = None
    sort: Literal["ods_code", "-ods_code", "name", "-name", "updated_at", "-updated_at"] | None = None


class IcbSuccessionQuery(ListQuery):
    """Filters of the list of successions."""

    predecessor_code: Many[OdsCode] | None = None
    successor_code: Many[OdsCode] | None = None


class LocalAuthorityQuery(ListQuery):
    """Filters of the list of authorities."""

    la_code: Many[LaCode] | None = None
    sort: Literal["la_code", "-la_code", "name", "-name", "updated_at", "-updated_at"] | None = None


class ParentCarerGroupQuery(ListQuery):
    """Filters of the list of parent carer groups."""

    kind: Many[GroupKind] | None = None
    sort: Literal["id", "-id", "name", "-name", "updated_at", "-updated_at"] | None = None


class NewParentCarerGroup(Input):
    """A group to register."""

    name: Name
    kind: GroupKind
    la_codes: LaCodes


class ParentCarerGroupChange(Input):
    """What is to change of a group; what is left out stays."""

    name: Name | None = None
    kind: GroupKind | None = None
    la_codes: LaCodes | None = None


class NationalBodyQuery(ListQuery):
    """The list of national bodies has no filter of its own."""


class EvaluatorQuery(ListQuery):
    """Filters of the list of evaluators."""

    code: Many[EvaluatorCode] | None = None
    sort: Literal["code", "-code", "name", "-name", "updated_at", "-updated_at"] | None = None


class NewEvaluator(Input):
    """An evaluator to register."""

    code: EvaluatorCode
    name: Name
    valid_from: Day
    valid_to: Day | None = None


class EvaluatorChange(Input):
    """What is to change of an evaluator; what is left out stays."""

    name: Name | None = None
    valid_to: Day | None = None
