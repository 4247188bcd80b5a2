"""Recording the counts of many surveys from one upload: lines of a CSV file, or whole surveys as JSON."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.assessment_api.participations import service as participations
from services.assessment_api.participations.errors import ASKED
from services.assessment_api.participations.rules import must_take_part
from shared.contracts.bulk import BulkOutcome, BulkQuery, BulkResult
from shared.contracts.partnership.participations import Participation
from shared.kit.auth import Actor
from shared.kit.bulk import Done, Received, Upload, known_of, take
from shared.kit.errors import StaleVersion
from shared.kit.http_client import Neighbour

from . import errors, lines, schemas, service
from .models import Survey

Row = schemas.SurveyRow | schemas.SurveyLine

_WHOSE = {"participation_id": "0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6a", "term": "autumn"}
_WHO = {"respondents": 40, "respondents_send": 12}
UPLOAD: Upload[Row] = Upload(
    things="surveys",
    row=schemas.SurveyRow,
    example=_WHOSE
    | _WHO
    | {
        "questions": [
            {
                "question": "leadership-1",
                "counts": [{"value": 4, "count": 17}, {"value": 5, "count": 13}],
                "not_applicable": 2,
            }
        ]
    },
    line=schemas.SurveyLine,
    line_example=_WHOSE | _WHO | {"question": "leadership-1", "value": 4, "count": 17},
    together=("participation_id", "term"),
    cells=dict.fromkeys((*ASKED, errors.SurveyInstrumentMissing, errors.SurveyGivenTwice), "participation_id")
    | {StaleVersion: "version"},
    locate=lines.locator,
    greatest_rows=20_000,
    # Of each school's participation its owner is asked.
    greatest_things=500,
)


async def put_many(
    session: AsyncSession,
    neighbour: Neighbour,
    received: Received[Row],
    how: BulkQuery,
    threshold: int,
    actor: Actor,
) -> BulkResult:
    """Record the surveys of an upload, or replace their counts, and say what became of each row."""

    async def ask(participation_id: UUID) -> Participation:
        return await participations.asked_of_owner(neighbour, participation_id, actor)

    participation_of = await known_of((entry.value.participation_id for entry in received.entries), ask, at_once=8)

    async def put(rows: Sequence[Row]) -> Done:
        first = rows[0]
        given = _survey(rows)
        participation = participation_of(first.participation_id)
        made_meanwhile = False
        while True:
            there = await service.version_of(session, participation.id, first.term)
            of = service.Occasion(participation, first.term, there if first.version is None else first.version)
            if of.version == 0:
                must_take_part(participation)
            try:
                return _done(of.version, await service.put(session, of, given, threshold, actor))
            except StaleVersion:
                # Whoever named no version takes what somebody else recorded a moment ago, and holds it then.
                if first.version is not None or made_meanwhile:
                    raise
                made_meanwhile = True

    return await take(session, received, how, put)


def _survey(rows: Sequence[Row]) -> schemas.SurveyGiven:
    first = rows[0]
    if isinstance(first, schemas.SurveyLine):
        return lines.gathered([row for row in rows if isinstance(row, schemas.SurveyLine)])
    if len(rows) > 1:
        raise errors.SurveyGivenTwice
    return first


def _done(before: int, survey: Survey) -> Done:
    if before == 0:
        return Done(BulkOutcome.CREATED, survey.id)
    return Done(BulkOutcome.UNCHANGED if survey.version == before else BulkOutcome.CHANGED, survey.id)
