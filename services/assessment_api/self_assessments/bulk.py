"""Saving the answers of many questions, of one self-assessment or of many, from one upload."""

import re
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.bulk import BulkOutcome, BulkQuery, BulkResult
from shared.kit.auth import Actor
from shared.kit.bulk import Done, Received, Upload, take

from . import errors, schemas, service

_ANSWER = re.compile(r"/answers/([0-9]+)/([a-z]+)")


def _place_of(pointer: str) -> tuple[int, str] | None:
    found = _ANSWER.match(pointer)
    return (int(found[1]), found[2]) if found else None


UPLOAD = Upload(
    things="self-assessment answers",
    row=schemas.AnswerRow,
    example={
        "self_assessment_id": "0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6a",
        "question": "leadership-1",
        "rating": 3,
        "evidence": "The policy names inclusion, and staff know it.",
        "confidence": "high",
    },
    # One save, one version and one event for each self-assessment, as when they are saved one by one.
    together=("self_assessment_id",),
    divisible=True,
    column="self_assessment_id",
    locate=lambda _rows: _place_of,
    greatest_rows=10_000,
)


async def save_many(
    session: AsyncSession, received: Received[schemas.AnswerRow], how: BulkQuery, actor: Actor
) -> BulkResult:
    """Save the answers of an upload, and say what became of each row."""

    async def save(rows: Sequence[schemas.AnswerRow]) -> Done:
        versions = {row.version for row in rows if row.version is not None}
        if len(versions) > 1:
            raise errors.VersionsDiffer
        version = next(iter(versions), None)
        before = (await service.to_change(session, rows[0].self_assessment_id, version, actor)).version
        answers = [schemas.GivenAnswer(**row.model_dump(include=_SAID)) for row in rows]
        given = schemas.AnswersToSave.model_construct(answers=answers)
        saved = await service.save_answers(session, rows[0].self_assessment_id, given, version, actor)
        return Done(BulkOutcome.UNCHANGED if saved.version == before else BulkOutcome.CHANGED, saved.id)

    return await take(session, received, how, save)


_SAID = set(schemas.GivenAnswer.model_fields)
