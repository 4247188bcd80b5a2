"""Extracts for an evaluator: asked for, checked for disclosure, released once, and who was given what (R35)."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.reporting.dashboards import AsOf
from shared.contracts.reporting.evaluation import EvaluationQuestion, EvaluatorRef
from shared.contracts.reporting.measures import Measured
from shared.contracts.types import Count, Moment, OrganisationRef, Sentence, Slug, Text, Version


class ExtractTable(StrEnum):
    """A table that an extract can have. All of them name a school by the same pseudonym."""

    SCHOOLS = "schools"
    PARTICIPATIONS = "participations"
    DOMAIN_SCORES = "domain_scores"
    PACKAGE_LINES = "package_lines"


class QuasiIdentifier(StrEnum):
    """What is said of a school that somebody may know from elsewhere."""

    REGION = "region"
    OFFER = "offer"
    STATUS = "status"
    COHORT = "cohort"


class ExtractStatus(StrEnum):
    """Asked for, looked at by the national team, given, or not given."""

    REQUESTED = "requested"
    CHECKED = "checked"
    RELEASED = "released"
    REFUSED = "refused"


class ExtractForm(StrEnum):
    """How a table is downloaded."""

    CSV = "csv"
    NDJSON = "ndjson"
    PARQUET = "parquet"


class TableRows(Measured):
    """How many rows of a table were prepared."""

    table: ExtractTable
    rows: Count


class DisclosureCheck(Measured):
    """What the disclosure rule found. A cell is the schools of which everything a table may tell is the same."""

    threshold: Annotated[int, Field(ge=3, le=1000, description="The fewest schools a cell may have.")]
    generalised: Annotated[
        list[QuasiIdentifier], Field(max_length=4, description="What was to be told less exactly in small cells.")
    ]
    suppressed: Annotated[bool, Field(description="Whether schools of cells that stayed small were left out.")]
    schools: Annotated[Count, Field(description="Schools that stay in the extract.")]
    smallest_cell_before: Annotated[Count, Field(description="Before anything was done about small cells; 0: none.")]
    smallest_cell: Annotated[Count, Field(description="The fewest schools of a cell now; 0 when there is none.")]
    schools_generalised: Count
    schools_suppressed: Count
    tables: Annotated[list[TableRows], Field(max_length=4)]
    as_of: Annotated[AsOf, Field(description="Until when what each service had said is in it.")]
    passes: bool
    reasons: Annotated[list[Sentence], Field(max_length=5, description="Why it does not pass.")]


class EvaluationExtract(Output):
    """What an evaluator asked to be given. Its rows are those that were checked, and never change after release."""

    id: UUID
    evaluation_id: UUID
    evaluator: EvaluatorRef
    tables: Annotated[list[ExtractTable], Field(max_length=4)]
    questions: Annotated[list[EvaluationQuestion], Field(max_length=3)]
    purpose: Text
    status: ExtractStatus
    check: Annotated[DisclosureCheck | None, Field(description="Null until it was checked.")]
    checked_at: Moment | None
    released_at: Moment | None
    released_by: OrganisationRef | None
    refused_at: Moment | None
    refusal_reason: Sentence | None
    version: Version
    created_at: Moment
    updated_at: Moment


class ExtractDownload(Measured):
    """One time that an evaluator was given a table."""

    id: UUID
    extract_id: UUID
    evaluation_id: UUID
    evaluator: EvaluatorRef
    table: ExtractTable
    form: ExtractForm
    rows: Count
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", max_length=64, description="Of the bytes that were given.")]
    downloaded_at: Moment


class ExtractColumn(Output):
    """One column of the data dictionary."""

    table: ExtractTable
    position: Annotated[int, Field(ge=1, le=100)]
    name: Slug
    type: Annotated[str, Field(max_length=40)]
    description: Sentence
    quasi_identifier: Annotated[
        QuasiIdentifier | None, Field(description="Which known thing it tells: `*` where it was generalised.")
    ]


class DataDictionary(Output):
    """Every column that an extract can have."""

    columns: Annotated[list[ExtractColumn], Field(max_length=100)]


class _ExtractEvent(Event):
    data: EvaluationExtract

    @property
    def organisations(self) -> list[str]:
        return [self.data.evaluator]


class ExtractRequested(_ExtractEvent):
    """An evaluator asks for an extract."""

    type: ClassVar[str] = "reporting.extract.requested"


class ExtractChecked(_ExtractEvent):
    """The national team had an extract checked for disclosure."""

    type: ClassVar[str] = "reporting.extract.checked"


class ExtractReleased(_ExtractEvent):
    """An evaluator may download an extract."""

    type: ClassVar[str] = "reporting.extract.released"


class ExtractRefused(_ExtractEvent):
    """An evaluator is not given an extract."""

    type: ClassVar[str] = "reporting.extract.refused"


class ExtractDownloaded(Event):
    """An evaluator was given a table."""

    type: ClassVar[str] = "reporting.extract-download.made"
    reading: ClassVar[bool] = True
    data: ExtractDownload

    @property
    def organisations(self) -> list[str]:
        return [self.data.evaluator]
