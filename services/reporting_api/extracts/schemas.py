"""What callers send about extracts."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from services.reporting_api.evaluation.schemas import Questions, each_once
from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.reporting.evaluation import EvaluatorRef
from shared.contracts.reporting.extracts import ExtractForm, ExtractStatus, ExtractTable, QuasiIdentifier
from shared.contracts.types import FreeSentence, FreeText


class ExtractQuery(ListQuery):
    """Filters of the list of extracts; `status=released` gives what was released, to whom and when."""

    evaluation_id: Many[UUID] | None = None
    evaluator: Many[EvaluatorRef] | None = None
    status: Many[ExtractStatus] | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None


class ExtractDownloadQuery(ListQuery):
    """Filters of the list of downloads."""

    extract_id: Many[UUID] | None = None
    evaluation_id: Many[UUID] | None = None
    evaluator: Many[EvaluatorRef] | None = None
    table: Many[ExtractTable] | None = None


class NewExtract(Input):
    """What an evaluator asks to be given, and what for."""

    tables: Annotated[list[ExtractTable], Field(min_length=1, max_length=4), AfterValidator(each_once)]
    questions: Questions
    purpose: FreeText


class NewCheck(Input):
    """What is to be done about cells of fewer schools than the threshold, before they are counted again."""

    threshold: Annotated[
        int | None, Field(ge=3, le=1000, description="Left out: the service's; a higher one may be named.")
    ] = None
    generalise: Annotated[
        list[QuasiIdentifier],
        Field(default_factory=lambda: list(QuasiIdentifier), max_length=4),
        AfterValidator(each_once),
    ]
    suppress: Annotated[bool, Field(description="Leave out schools whose cells stay small.")] = True


class Refusal(Input):
    """Why the extract is not given."""

    reason: FreeSentence


class NewDownload(Input):
    """Which table, and in which form."""

    table: ExtractTable
    form: ExtractForm = ExtractForm.CSV
