"""What was kept before instruments had kinds and drafts is there afterwards, in the new form."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from alembic import command
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from services.assessment_api.main import SERVICE
from shared.contracts.assessment import instruments, self_assessments
from shared.kit import migrations
from tests.support.databases import Databases

TOOL, BEFORE, ASSESSMENT = (f"0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b0{number}" for number in range(3))
QUESTION = {"code": "a", "domain": "music", "text": "We do.", "guidance": None, "required": True}
SCALE = [{"value": 0, "label": "No"}, {"value": 1, "label": "Yes"}]
ANSWER = {"question": "a", "rating": 1, "evidence": "Seen."}
SAID = ["teachers", "teaching-assistants", "governors", "the-band"]
PLACE = {
    "participation_id": TOOL, "project_id": TOOL, "icb_code": "QWO", "la_code": "383", "urn": "107866",
    "programme_year": "2025-26",
}  # fmt: skip


def to(revision: str, move: Callable[..., None] = command.upgrade) -> Callable[[Connection], None]:
    def moved(connection: Connection) -> None:
        made = migrations.config(SERVICE.folder)
        made.attributes["connection"] = connection
        move(made, revision)

    return moved


async def fill(connection: AsyncConnection) -> None:
    """Two editions, a self-assessment with the earlier one, and what was announced of them."""
    edition = text(
        "insert into instruments (id, code, version, title, illustrative, programme_year, domains, scale, questions,"
        " is_current, updated_at) values (:id, 'tool', :version, 'A tool', false, '2025-26', '{music}', :scale,"
        " :questions, :is_current, cast(:at as text)::timestamptz)"
    )
    both = {"scale": json.dumps(SCALE), "questions": json.dumps([QUESTION])}
    for made in (
        {"id": BEFORE, "version": 1, "is_current": False, "at": "2025-04-01T08:00:00Z"},
        {"id": TOOL, "version": 2, "is_current": True, "at": "2025-05-01T08:00:00Z"},
    ):
        await connection.execute(edition, made | both)
    await connection.execute(
        text(
            "insert into self_assessments (id, participation_id, project_id, icb_code, la_code, urn, programme_year,"
            " point, instrument_id, status, contributors, helped_by, answers, domain_scores, version, created_at,"
            " updated_at) values (:id, :participation_id, :project_id, :icb_code, :la_code, :urn, :programme_year,"
            " 'baseline', :instrument_id, 'in_progress', :said, '{}', :answers, '[]', 3, now(), now())"
        ),
        {"id": ASSESSMENT, "instrument_id": BEFORE, "said": SAID, "answers": json.dumps([ANSWER]), **PLACE},
    )
    event = text(
        "insert into events (id, type, subject, occurred_at, actor, resource_version, is_public, data)"
        " values (cast(cast(:id as text) as uuid), :type, cast(:id as text), now(), 'national:dfe', 1, true, :data)"
    )
    at = "2025-05-01T08:00:00.000000Z"
    tool: dict[str, Any] = {
        "id": TOOL, "code": "tool", "version": 2, "title": "A tool", "illustrative": False, "is_current": True,
        "programme_year": "2025-26", "domains": ["music"], "scale": SCALE, "questions": [QUESTION], "updated_at": at,
    }  # fmt: skip
    assessment: dict[str, Any] = {
        "id": ASSESSMENT, "point": "baseline", "instrument_id": BEFORE, "status": "in_progress", "contributors": SAID,
        "helped_by": [], "answers": [ANSWER], "domain_scores": [], "submitted_at": None, "reopened_reason": None,
        "version": 3, "created_at": at, "updated_at": at,
    } | PLACE  # fmt: skip
    for kind, data in (("instrument.published", tool), ("self-assessment.answered", assessment)):
        values = {"id": data["id"], "type": f"assessment.{kind}", "data": json.dumps(data)}
        await connection.execute(event, values)


async def on_what_was_kept(databases: Databases, check: Callable[[AsyncConnection], Awaitable[None]]) -> None:
    url = (await databases.empty()).replace("postgresql://", "postgresql+asyncpg://", 1)
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(to("0004"))
        await fill(connection)
        await connection.run_sync(to("0005"))
        await check(connection)
    await engine.dispose()


async def test_editions_answers_and_events_are_in_the_new_form(databases: Databases):
    async def check(connection: AsyncConnection) -> None:
        rows = (await connection.execute(text("select * from instruments order by edition"))).mappings().all()
        before, now = (instruments.Instrument.model_validate(dict(row)) for row in rows)
        assert (before.edition, before.status, before.retired_at) == (1, "retired", now.published_at)
        assert (now.edition, now.version, now.status, now.kind) == (2, 3, "published", "self_assessment")
        assert not now.questions[0].evidence_required
        row = (await connection.execute(text("select * from self_assessments"))).mappings().one()
        kept = self_assessments.SelfAssessment.model_validate(dict(row))
        assert (kept.contributors, kept.version) == (["staff", "governors"], 4)
        assert kept.answers == [self_assessments.Answer(**ANSWER, confidence=None)]
        events = (await connection.execute(text("select data from events order by type"))).scalars().all()
        tool, answered = (json.loads(data) if isinstance(data, str) else data for data in events)
        assert instruments.InstrumentPublished(data=tool).data.edition == 2
        assert self_assessments.SelfAssessmentAnswered(data=answered).data.contributors == ["staff", "governors"]

    await on_what_was_kept(databases, check)


async def test_going_back_and_forth_keeps_the_tool_and_the_answers(databases: Databases):
    async def check(connection: AsyncConnection) -> None:
        await connection.run_sync(to("0004", command.downgrade))
        rows = (await connection.execute(text("select version, is_current from instruments order by version"))).all()
        assert [tuple(row) for row in rows] == [(1, False), (2, True)]
        answers = (await connection.execute(text("select answers from self_assessments"))).scalar_one()
        assert (json.loads(answers) if isinstance(answers, str) else answers) == [ANSWER]
        await connection.run_sync(to("0005"))
        editions = await connection.execute(text("select edition from instruments order by edition"))
        assert editions.scalars().all() == [1, 2]

    await on_what_was_kept(databases, check)
