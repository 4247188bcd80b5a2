"""Extracts: asked for, checked, released or refused, downloaded.

What is decided on the extracts of an evaluation is decided one at a time: a check and a release lock the evaluation,
then the extract. So an extract is never released that was checked before another one was released.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting_api.evaluation import service as evaluations
from services.reporting_api.evaluation.models import Evaluation
from shared.contracts.problem import FieldError
from shared.contracts.reporting import extracts as contract
from shared.contracts.reporting.dashboards import AsOf
from shared.contracts.reporting.extracts import ExtractStatus, ExtractTable
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.concurrency import found, locked

from . import contents, errors, pseudonyms, rules, schemas
from .models import Extract, ExtractDownload, ExtractRow, ExtractSchool
from .queries import EXTRACTS


class Safeguards(NamedTuple):
    """What the service's settings say about extracts."""

    secret: str | None
    smallest_cell: int


class Given(NamedTuple):
    """A download and its bytes."""

    download: ExtractDownload
    content: bytes


async def ask(session: AsyncSession, evaluation_id: UUID, new: schemas.NewExtract, actor: Actor) -> Extract:
    """Ask for an extract of one's evaluation."""
    evaluation = await evaluations.running(session, evaluation_id, actor)
    made = Extract(evaluation_id=evaluation.id, evaluator=evaluation.evaluator, **new.model_dump())
    session.add(made)
    await outbox.announce(session, contract.ExtractRequested, made, actor)
    return made


async def check(
    session: AsyncSession, extract_id: UUID, how: schemas.NewCheck, version: int, by: Safeguards, actor: Actor
) -> Extract:
    """Prepare the rows of an extract, and apply the disclosure rule to them. What was prepared before is gone."""
    threshold = by.smallest_cell if how.threshold is None else how.threshold
    if threshold < by.smallest_cell:
        detail = f"It is {by.smallest_cell} here, or more."
        raise errors.ThresholdTooLow(errors=[FieldError(pointer="/threshold", code="too_low", detail=detail)])
    if by.secret is None:
        raise errors.NoPseudonymSecret("Whoever runs the service has to set PINS_PSEUDONYM_SECRET.")
    evaluation, extract = await _with_evaluation(session, extract_id, version, actor)
    extract.must_be_undecided()
    key = pseudonyms.key_of(by.secret, evaluation.pseudonym_salt)
    await _must_be_the_key_of_before(session, evaluation, pseudonyms.mark(key))
    of = contents.named(await contents.facts_of(session, evaluation.programme_years), key)
    treatment = rules.Treatment(threshold, frozenset(how.generalise), how.suppress)
    outcome = rules.disclosed(of.schools, await _told_before(session, evaluation), treatment)
    tables = await _prepare(session, extract, of, outcome)
    result = _result(outcome, how, threshold, tables, of.facts.as_of)
    extract.checked(result.model_dump(mode="json"), pseudonyms.mark(key), utc_now())
    await outbox.announce(session, contract.ExtractChecked, extract, actor)
    return extract


async def release(session: AsyncSession, extract_id: UUID, version: int, actor: Actor) -> Extract:
    """Give an extract that passes to its evaluator."""
    evaluation, extract = await _with_evaluation(session, extract_id, version, actor)
    now = utc_now()
    extract.release(actor.organisation, now)
    await _must_be_the_newest(session, evaluation, extract, extract.checked_at or now)
    await outbox.announce(session, contract.ExtractReleased, extract, actor)
    return extract


async def refuse(session: AsyncSession, extract_id: UUID, said: schemas.Refusal, version: int, actor: Actor) -> Extract:
    """Do not give an extract, with the reason; what was prepared is dropped."""
    _, extract = await _with_evaluation(session, extract_id, version, actor)
    extract.refuse(said.reason, utc_now())
    await _drop(session, extract)
    await outbox.announce(session, contract.ExtractRefused, extract, actor)
    return extract


async def download(session: AsyncSession, extract_id: UUID, wanted: schemas.NewDownload, actor: Actor) -> Given:
    """Give a table of a released extract to its evaluator, and keep that it was given."""
    extract: Extract = await found(session, EXTRACTS, extract_id, actor, missing=errors.ExtractNotFound)
    await evaluations.running(session, extract.evaluation_id, actor)
    if extract.status is not ExtractStatus.RELEASED:
        raise errors.ExtractNotReleased
    if wanted.table not in extract.tables:
        detail = f"It has these tables: {', '.join(extract.tables)}."
        raise errors.TableNotInExtract(errors=[FieldError(pointer="/table", code="not_asked_for", detail=detail)])
    of_table = ExtractRow.extract_id == extract.id, ExtractRow.table == wanted.table
    rows = (await session.scalars(select(ExtractRow.row).where(*of_table).order_by(ExtractRow.number))).all()
    content = contents.as_bytes(wanted.table, wanted.form, rows)
    made = ExtractDownload(
        extract_id=extract.id,
        evaluation_id=extract.evaluation_id,
        evaluator=extract.evaluator,
        table=wanted.table,
        form=wanted.form,
        rows=len(rows),
        sha256=sha256(content).hexdigest(),
        downloaded_at=utc_now(),
    )
    session.add(made)
    await outbox.announce(session, contract.ExtractDownloaded, made, actor)
    return Given(made, content)


async def _with_evaluation(
    session: AsyncSession, extract_id: UUID, version: int, actor: Actor
) -> tuple[Evaluation, Extract]:
    seen: Extract = await found(session, EXTRACTS, extract_id, actor, missing=errors.ExtractNotFound)
    evaluation = await evaluations.held(session, seen.evaluation_id, actor)
    extract: Extract = await locked(
        session, EXTRACTS, extract_id, actor, version=version, missing=errors.ExtractNotFound
    )
    return evaluation, extract


async def _must_be_the_key_of_before(session: AsyncSession, evaluation: Evaluation, mark: bytes) -> None:
    other = exists().where(
        Extract.evaluation_id == evaluation.id,
        Extract.status == ExtractStatus.RELEASED,
        Extract.pseudonym_mark != mark,
    )
    if await session.scalar(select(other)):
        raise errors.PseudonymsWouldDiffer


async def _must_be_the_newest(
    session: AsyncSession, evaluation: Evaluation, extract: Extract, checked_at: datetime
) -> None:
    since = exists().where(
        Extract.evaluation_id == evaluation.id, Extract.id != extract.id, Extract.released_at >= checked_at
    )
    if await session.scalar(select(since)):
        raise errors.ReleasedSince("Check this one again, so that it is held against that one too.")


async def _told_before(session: AsyncSession, evaluation: Evaluation) -> dict[str, str]:
    """What the released extracts of an evaluation told of each school."""
    statement = (
        select(Extract.id, ExtractSchool.school, ExtractSchool.told)
        .outerjoin(ExtractSchool, ExtractSchool.extract_id == Extract.id)
        .where(Extract.evaluation_id == evaluation.id, Extract.status == ExtractStatus.RELEASED)
        .order_by(Extract.released_at, Extract.id)
    )
    releases: dict[UUID, dict[str, str]] = {}
    for extract_id, school, told in await session.execute(statement):
        releases.setdefault(extract_id, {})[school] = told
    return rules.earlier(list(releases.values()))


async def _prepare(
    session: AsyncSession, extract: Extract, of: contents.Named, outcome: rules.Outcome
) -> list[contract.TableRows]:
    await _drop(session, extract)
    schools = [
        {"extract_id": extract.id, "school": school, "told": contents.as_text(told)}
        for school, told in outcome.told.items()
    ]
    if schools:
        await session.execute(insert(ExtractSchool), schools)
    counts: list[contract.TableRows] = []
    for table in map(ExtractTable, extract.tables):
        rows = contents.rows_of(table, of, outcome.told)
        place = {"extract_id": extract.id, "table": table}
        if rows:
            await session.execute(
                insert(ExtractRow), [{**place, "number": number, "row": row} for number, row in enumerate(rows, 1)]
            )
        counts.append(contract.TableRows(table=table, rows=len(rows)))
    return counts


async def _drop(session: AsyncSession, extract: Extract) -> None:
    await session.execute(delete(ExtractRow).where(ExtractRow.extract_id == extract.id))
    await session.execute(delete(ExtractSchool).where(ExtractSchool.extract_id == extract.id))


def _result(
    outcome: rules.Outcome,
    how: schemas.NewCheck,
    threshold: int,
    tables: list[contract.TableRows],
    as_of: Mapping[str, datetime | None],
) -> contract.DisclosureCheck:
    reasons = rules.reasons(outcome, threshold, [source for source, until in as_of.items() if until is None])
    return contract.DisclosureCheck(
        threshold=threshold,
        generalised=list(how.generalise),
        suppressed=how.suppress,
        schools=len(outcome.told),
        smallest_cell_before=outcome.smallest_before,
        smallest_cell=outcome.smallest,
        schools_generalised=outcome.generalised,
        schools_suppressed=outcome.suppressed,
        tables=tables,
        as_of=AsOf(**as_of),
        passes=not reasons,
        reasons=reasons,
    )
