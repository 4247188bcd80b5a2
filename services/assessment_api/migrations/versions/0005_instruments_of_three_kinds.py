"""Instruments of three kinds, with drafts; and who contributed, from a list.

What was announced before is brought into the new form too, so that a follower that starts anew can read all of it.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_WORDS = {
    "kind": ("instrumentkind", ("self_assessment", "parent_carer_survey", "childrens_voice")),
    "status": ("instrumentstatus", ("draft", "published", "retired")),
    "direction": ("direction", ("higher_is_better", "lower_is_better")),
}
# Groups were free words before. Those that say the same as one of the list become it; any other is dropped.
_GROUPS = {
    "leaders": ("leaders", "leadership", "senior_leaders", "leadership_team", "slt", "headteacher", "headteachers"),
    "governors": ("governors", "governing_body", "trustees"),
    "staff": (
        "staff", "teachers", "teaching_assistants", "support_staff", "teaching_staff", "senco", "sencos",
        "learning_support_assistants", "office_staff", "lunchtime_staff",
    ),
    "pupils": ("pupils", "children", "students", "school_council"),
    "parent_carers": ("parent_carers", "parents", "carers", "parents_and_carers", "families"),
}  # fmt: skip
_PAIRS = ", ".join(f"('{said}', '{word}')" for word, all_said in _GROUPS.items() for said in all_said)


def upgrade() -> None:
    _functions()
    _instruments()
    _self_assessments()


def _functions() -> None:
    op.execute(
        "create or replace function pg_temp.each_with(items jsonb, more jsonb) returns jsonb language sql as $$"
        " select coalesce(jsonb_agg(item || more order by place), '[]')"
        " from jsonb_array_elements(items) with ordinality as x (item, place) $$"
    )
    op.execute(
        "create or replace function pg_temp.groups(words jsonb) returns jsonb language sql as $$"  # noqa: S608 (of the words above)
        " select coalesce(jsonb_agg(word order by place), '[]') from (select word, min(place) as place"
        " from jsonb_array_elements_text(words) with ordinality as x (said, place)"
        f" join (values {_PAIRS}) as listed (said, word) on listed.said = replace(x.said, '-', '_')"
        " group by word) as found $$"
    )


def _instruments() -> None:
    for name in _WORDS:
        op.add_column("instruments", sa.Column(name, sa.String(length=40), nullable=True))
    op.add_column("instruments", sa.Column("edition", sa.Integer(), nullable=True))
    op.add_column("instruments", sa.Column("methods", postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    for name in ("published_at", "retired_at", "created_at"):
        op.add_column("instruments", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("instruments", sa.Column("retired_reason", sa.Text(), nullable=True))
    op.drop_index("uq_instruments_current", table_name="instruments")
    op.drop_constraint("uq_instruments_code_version", "instruments", type_="unique")
    # The version of the row rises, so that nobody takes what was read before for what it is now.
    op.execute(
        "update instruments set kind = 'self_assessment', direction = 'higher_is_better', methods = '[]',"
        " status = case when is_current then 'published' else 'retired' end, edition = version, version = version + 1,"
        " questions = pg_temp.each_with(questions, '{\"evidence_required\": false}'),"
        " published_at = updated_at, created_at = updated_at"
    )
    op.execute(
        "update instruments set retired_reason = 'Another edition took its place.', retired_at = coalesce("
        "(select min(n.updated_at) from instruments n where n.programme_year = instruments.programme_year"
        " and n.updated_at > instruments.updated_at), updated_at) where status = 'retired'"
    )
    op.execute(
        "update events set data = data || jsonb_build_object('edition', data -> 'version', 'kind', 'self_assessment',"
        " 'status', 'published', 'direction', 'higher_is_better', 'methods', '[]'::jsonb,"
        " 'questions', pg_temp.each_with(data -> 'questions', '{\"evidence_required\": false}'),"
        " 'published_at', data -> 'updated_at', 'retired_at', null, 'retired_reason', null,"
        " 'created_at', data -> 'updated_at') where type = 'assessment.instrument.published'"
    )
    for name in (*_WORDS, "edition", "methods", "created_at"):
        op.alter_column("instruments", name, nullable=False)
    for name, (words, allowed) in _WORDS.items():
        listed = ", ".join(f"'{word}'" for word in allowed)
        op.create_check_constraint(op.f(words), "instruments", f"{name} in ({listed})")
    op.create_unique_constraint(op.f("uq_instruments_code_edition"), "instruments", ["code", "edition"])
    op.create_index(
        "uq_instruments_published",
        "instruments",
        ["programme_year", "kind"],
        unique=True,
        postgresql_where=sa.text("status = 'published'"),
    )
    op.drop_column("instruments", "is_current")


def _self_assessments() -> None:
    op.execute(
        "update self_assessments set version = version + 1,"
        " answers = pg_temp.each_with(answers, '{\"confidence\": null}'),"
        " contributors = array(select jsonb_array_elements_text(pg_temp.groups(to_jsonb(contributors))))"
    )
    op.execute(
        "update events set data = data || jsonb_build_object("
        "'answers', pg_temp.each_with(data -> 'answers', '{\"confidence\": null}'),"
        " 'contributors', pg_temp.groups(data -> 'contributors')) where type like 'assessment.self-assessment.%'"
    )


def downgrade() -> None:
    """Only self-assessment tools that were published had a place before, and answers had no confidence."""
    op.execute(
        "update self_assessments set version = version + 1, answers = (select coalesce("
        "jsonb_agg(answer - 'confidence' order by place), '[]')"
        " from jsonb_array_elements(answers) with ordinality as x (answer, place))"
    )
    op.execute("delete from instruments where kind <> 'self_assessment' or status = 'draft'")
    op.add_column("instruments", sa.Column("is_current", sa.Boolean(), nullable=True))
    op.execute(
        "update instruments set is_current = (status = 'published'), version = edition, questions = ("
        "select jsonb_agg(question - 'evidence_required' order by place)"
        " from jsonb_array_elements(questions) with ordinality as x (question, place))"
    )
    op.alter_column("instruments", "is_current", nullable=False)
    op.drop_index("uq_instruments_published", table_name="instruments")
    op.drop_constraint("uq_instruments_code_edition", "instruments", type_="unique")
    for name in (*_WORDS, "edition", "methods", "published_at", "retired_at", "retired_reason", "created_at"):
        op.drop_column("instruments", name)
    op.create_unique_constraint(op.f("uq_instruments_code_version"), "instruments", ["code", "version"])
    op.create_index(
        "uq_instruments_current", "instruments", ["programme_year"], unique=True, postgresql_where=sa.text("is_current")
    )
