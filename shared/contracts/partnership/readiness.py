"""Readiness: how a project stands to each rule of the guidance that partnership_api keeps (R1 to R21)."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.types import Moment, OdsCode, ProgrammeYear, Sentence

RuleNumber = Annotated[str, Field(pattern=r"^R[0-9]{1,2}$", max_length=3, examples=["R14"])]


class Standing(StrEnum):
    """How a project stands to a rule. `elsewhere`: another service keeps that rule, and says how it stands."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_YET_DUE = "not_yet_due"
    ELSEWHERE = "elsewhere"


class RuleStanding(Output):
    """One rule, how the project stands to it, why, and what to do about it."""

    rule: RuleNumber
    title: Sentence
    standing: Standing
    reason: Sentence
    link: Annotated[str | None, Field(max_length=500, description="Where it is done or seen; null when nothing is.")]


class Readiness(Output):
    """A project against every rule, in the order of their numbers."""

    project_id: UUID
    icb_code: OdsCode
    programme_year: ProgrammeYear
    as_of: Moment
    met: Annotated[int, Field(ge=0, le=100)]
    not_met: Annotated[int, Field(ge=0, le=100)]
    not_yet_due: Annotated[int, Field(ge=0, le=100)]
    rules: Annotated[list[RuleStanding], Field(max_length=100)]
