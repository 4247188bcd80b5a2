"""A survey tool's export, read and counted: no row of it, and nothing of any other column, is kept.

Whole columns of a batch are counted at once, and single rows are looked at only where a batch holds something that
cannot be used: a million rows are a matter of seconds.
"""

from collections import Counter
from collections.abc import AsyncIterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from shared.contracts.assessment.instruments import Instrument
from shared.contracts.problem import FieldError
from shared.kit import tabular
from shared.kit.tabular import Batch, Row, read_table

from . import schemas
from .rules import Answers, Counted

GREATEST_ROWS = 10_000_000
_SEND = "send"
_YES_OR_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": False}
_NOT_APPLICABLE, _NO_ANSWER = -1, -2
_WORDS = {
    "": _NO_ANSWER,
    "not applicable": _NOT_APPLICABLE,
    "n/a": _NOT_APPLICABLE,
    "don't know": _NOT_APPLICABLE,
    "prefer not to say": _NOT_APPLICABLE,
}


class _Found(NamedTuple):
    questions: list[str]
    has_send: bool
    dropped: list[tuple[int, str]]


@dataclass
class Responses:
    """What has been read of a file so far."""

    instrument: Instrument
    rows: int = 0
    respondents: int = 0
    respondents_send: int = 0
    rejected: int = 0
    errors: list[FieldError] = field(default_factory=list)
    found: _Found = field(default_factory=lambda: _Found([], False, []))
    answers: dict[str, Counter[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._meanings = _meanings(self.instrument)
        values = ", ".join(str(step.value) for step in self.instrument.scale)
        self._off_the_scale = f"The scale has the values {values} and their labels; an empty field is no answer."

    def choose(self, header: Sequence[str]) -> list[int]:
        """The columns of questions, then that which says whether a child has SEND."""
        known = _known_headers(self.instrument)
        names = [known.get(_plain(name), "") for name in header]
        questions = [name for name in names if name not in ("", _SEND)]
        if not questions:
            raise tabular.ColumnsMissing(
                "No column is called by the code or the text of a question of the survey.", row=1
            )
        if repeated := [name for name, times in Counter(filter(None, names)).items() if times > 1]:
            raise tabular.ColumnsRepeated(f"There is more than one column for {', '.join(repeated)}."[:500], row=1)
        dropped = [(place, header[place - 1]) for place, name in enumerate(names, 1) if not name]
        self.found = _Found(questions, _SEND in names, dropped)
        self.answers = {question: Counter() for question in questions}
        return [names.index(name) for name in (*questions, *([_SEND] if _SEND in names else []))]

    def add(self, batch: Batch) -> None:
        """Count one batch of rows."""
        self.rows += len(batch.rows) + len(batch.rejected)
        if self.rows > GREATEST_ROWS:
            raise tabular.FileRefused(f"The file has more than {GREATEST_ROWS:,} rows, which no survey has.")
        faults = [FieldError(row=each.row, code=each.code, detail=each.detail) for each in batch.rejected]
        if batch.rows and not self._count(batch.rows):
            faults += self._faults(batch.rows)
        if faults:
            self.rejected += len({fault.row for fault in faults})
            faults.sort(key=lambda fault: fault.row or 0)
            self.errors += faults[: schemas.GREATEST_LISTED - len(self.errors)]

    def _count(self, rows: Sequence[Row]) -> bool:
        """Whether all of the rows could be used."""
        columns = list(zip(*(row.values for row in rows), strict=True))
        usable, everybody_answered = True, False
        for question, column in zip(self.found.questions, columns, strict=False):
            counter = self.answers[question]
            blank = 0
            for text, times in Counter(column).items():
                meaning = self._meanings.get(_plain(text))
                if meaning is None:
                    usable = False
                elif meaning == _NO_ANSWER:
                    blank += times
                else:
                    counter[meaning] += times
            everybody_answered = everybody_answered or not blank
        answered = rows if everybody_answered else [row for row in rows if self._has_answer(row)]
        self.respondents += len(answered)
        return self._count_send(answered) and usable

    def _count_send(self, answered: Sequence[Row]) -> bool:
        if not self.found.has_send:
            return True
        counted = Counter(row.values[-1] for row in answered)
        said = [(_YES_OR_NO.get(_plain(text)), times) for text, times in counted.items()]
        self.respondents_send += sum(times for yes, times in said if yes)
        return all(yes is not None for yes, _ in said)

    def _has_answer(self, row: Row) -> bool:
        return any(text and not text.isspace() for text in row.values[: len(self.found.questions)])

    def _faults(self, rows: Sequence[Row]) -> list[FieldError]:
        found: list[FieldError] = []
        for row in rows:
            for question, text in zip(self.found.questions, row.values, strict=False):
                if _plain(text) not in self._meanings:
                    found.append(_fault(row, question, "off_the_scale", self._off_the_scale))
            if self.found.has_send and _plain(row.values[-1]) not in _YES_OR_NO and self._has_answer(row):
                found.append(_fault(row, _SEND, "not_yes_or_no", "Say yes or no, or leave the field empty."))
        return found

    def counted(self) -> Counted:
        """The counts of all rows."""
        by_question = {
            question: Answers(
                {value: times for value, times in counter.items() if value >= 0}, counter[_NOT_APPLICABLE]
            )
            for question, counter in self.answers.items()
        }
        return Counted(self.respondents, self.respondents_send if self.found.has_send else None, by_question)

    def report(self, *, dry_run: bool) -> schemas.SurveyImport:
        """What the uploader is told, before anything is written."""
        return schemas.SurveyImport(
            dry_run=dry_run,
            rows=self.rows,
            respondents=self.respondents,
            respondents_send=self.respondents_send if self.found.has_send else None,
            dropped=len(self.found.dropped),
            dropped_columns=[
                schemas.DroppedColumn(number=number, header=_shortened(header))
                for number, header in self.found.dropped[: schemas.GREATEST_DROPPED]
            ],
            not_found=[each.code for each in self.instrument.questions if each.code not in self.answers],
            rejected=self.rejected,
            errors=self.errors,
            survey=None,
        )


async def read(chunks: AsyncIterable[bytes], instrument: Instrument) -> Responses:
    """Count the responses of a file. Raises FileRefused where it cannot be read."""
    responses = Responses(instrument)
    async for batch in read_table(chunks, choose=responses.choose):
        responses.add(batch)
    return responses


def _known_headers(instrument: Instrument) -> dict[str, str]:
    """What a column may be called, and what it is then; two questions of the same text go by their codes alone."""
    texts = Counter(_plain(question.text) for question in instrument.questions)
    by_text = {
        _plain(question.text): question.code for question in instrument.questions if texts[_plain(question.text)] == 1
    }
    return {_SEND: _SEND} | by_text | {_plain(question.code): question.code for question in instrument.questions}


def _meanings(instrument: Instrument) -> dict[str, int]:
    labels = {_plain(step.label): step.value for step in instrument.scale}
    return _WORDS | labels | {str(step.value): step.value for step in instrument.scale}


def _plain(text: str) -> str:
    """As it is compared: case, spaces and the form of an apostrophe make no difference."""
    return " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()).casefold()


def _shortened(header: str) -> str:
    return "".join(letter for letter in " ".join(header.split()) if letter.isprintable())[:80]


def _fault(row: Row, column: str, code: str, detail: str) -> FieldError:
    return FieldError(row=row.number, column=column, code=code, detail=detail)
