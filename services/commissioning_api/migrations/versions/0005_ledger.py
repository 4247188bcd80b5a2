"""Double entry from allocation to payment; invoices.

The database itself refuses to change or delete an entry, and a transaction that does not add up to nothing.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_STRANDS = ("tailored_support", "parent_carer_engagement", "embedding", "coordination")
_ACCOUNTS = ("funder", "pledged", "free", "committed", "accrued", "invoiced", "spent")
_KINDS = (
    "allocation", "release", "recovery", "commitment", "variation", "cancellation", "accrual", "accrual_reversal",
    "invoice", "credit", "payment",
)  # fmt: skip

_GUARDS = (
    """create function refuse_change_of_ledger() returns trigger language plpgsql as
       $$ begin raise exception 'ledger_entries is only ever added to'; end $$""",
    """create trigger ledger_entries_append_only before update or delete or truncate on ledger_entries
       for each statement execute function refuse_change_of_ledger()""",
    """create function refuse_unbalanced_transaction() returns trigger language plpgsql as
       $$ begin
         if (select sum(amount_pence) <> 0 or count(distinct (project_id, strand)) <> 1
             from ledger_entries where transaction_id = new.transaction_id) then
           raise exception 'the entries of transaction % do not add up to nothing', new.transaction_id
             using errcode = 'check_violation';
         end if;
         return null;
       end $$""",
    """create constraint trigger ledger_entries_balance after insert on ledger_entries
       deferrable initially deferred for each row execute function refuse_unbalanced_transaction()""",
)


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "project_budgets",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("allocation_version", sa.Integer(), nullable=False),
        sa.Column("allocation_pence", sa.BigInteger(), nullable=False),
        sa.Column("profile", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("released_pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "allocation_pence >= 0 and released_pence >= 0", name=op.f("ck_project_budgets_not_negative")
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_project_budgets")),
    )
    op.create_index(op.f("ix_project_budgets_icb_code"), "project_budgets", ["icb_code"], unique=False)
    op.create_table(
        "budget_releases",
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("source_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_budget_releases")),
    )
    op.create_index(op.f("ix_budget_releases_project_id"), "budget_releases", ["project_id"], unique=False)
    op.create_table(
        "ledger_accounts",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("strand", _words("fundingstrand", *_STRANDS), nullable=False),
        sa.Column("account", _words("account", *_ACCOUNTS), nullable=False),
        sa.Column("balance_pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "account in ('funder', 'free') or balance_pence >= 0", name=op.f("ck_ledger_accounts_not_overdrawn")
        ),
        sa.CheckConstraint("account <> 'funder' or balance_pence <= 0", name=op.f("ck_ledger_accounts_funder_gives")),
        sa.PrimaryKeyConstraint("project_id", "strand", "account", name=op.f("pk_ledger_accounts")),
    )
    op.create_table(
        "ledger_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("transaction_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("strand", _words("fundingstrand", *_STRANDS), nullable=False),
        sa.Column("account", _words("account", *_ACCOUNTS), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("kind", _words("transactionkind", *_KINDS), nullable=False),
        sa.Column("package_line_id", sa.Uuid(), nullable=True),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_pence <> 0", name=op.f("ck_ledger_entries_moves_something")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
    )
    for column in ("project_id", "icb_code", "package_line_id", "source_id"):
        op.create_index(f"ix_ledger_entries_{column}", "ledger_entries", [column, "id"], unique=False)
    op.create_index(
        "ix_ledger_entries_project_id_booked_on", "ledger_entries", ["project_id", "booked_on"], unique=False
    )
    for column in ("recorded_at", "transaction_id"):
        op.create_index(op.f(f"ix_ledger_entries_{column}"), "ledger_entries", [column], unique=False)
    for statement in _GUARDS:
        op.execute(statement)
    _make_invoices()


def _make_invoices() -> None:
    op.create_table(
        "invoices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("package_line_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("invoiced_on", sa.Date(), nullable=False),
        sa.Column("status", _words("invoicestatus", "received", "paid", "credited"), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("credited_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_pence > 0", name=op.f("ck_invoices_positive")),
        sa.CheckConstraint("status <> 'paid' or paid_on is not null", name=op.f("ck_invoices_paid_on_a_day")),
        sa.CheckConstraint(
            "(status = 'credited') = (credited_reason is not null)", name=op.f("ck_invoices_credited_for_a_reason")
        ),
        sa.ForeignKeyConstraint(["package_line_id"], ["package_lines.id"], name=op.f("fk_invoices_package_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoices")),
        sa.UniqueConstraint("provider_id", "reference", name=op.f("uq_invoices_provider_id_reference")),
    )
    for column in ("package_line_id", "project_id", "icb_code", "provider_id"):
        op.create_index(f"ix_invoices_{column}", "invoices", [column, "id"], unique=False)
    op.create_index(op.f("ix_invoices_updated_at"), "invoices", ["updated_at"], unique=False)


def downgrade() -> None:
    for table in ("invoices", "ledger_entries", "ledger_accounts", "budget_releases", "project_budgets"):
        op.drop_table(table)
    op.execute("drop function refuse_unbalanced_transaction")
    op.execute("drop function refuse_change_of_ledger")
