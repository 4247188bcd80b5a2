"""How webhooks and their messages are read: each organisation its own, and nobody another's."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.reporting import webhooks as contract
from shared.contracts.roles import Kind
from shared.kit.metrics import Gauge
from shared.kit.reads import View, caller_organisation

from .models import Webhook, WebhookDelivery

_OWN: dict[Kind, ColumnElement[bool]] = {kind: Webhook.organisation == caller_organisation() for kind in Kind}
_SENT: dict[Kind, ColumnElement[bool]] = {kind: WebhookDelivery.organisation == caller_organisation() for kind in Kind}
WEBHOOKS = View(Webhook, contract.Webhook, _OWN, sorts=("id", "updated_at"))
DELIVERIES = View(WebhookDelivery, contract.WebhookDelivery, _SENT, sorts=("id", "updated_at"))
MEASURED = (
    Gauge(
        "pins_webhooks",
        "Webhooks by status: those that are disabled were given up on, and their owners are not told any more.",
        "status",
        """
        select status, count(id) from unnest(array['active', 'paused', 'disabled']) as status
        left join webhooks using (status) group by status
        """,
    ),
    Gauge(
        "pins_webhook_deliveries_due_seconds",
        "Time for which the message that waits longest has been due, by how its webhook does.",
        "receiver",
        """
        select receiver, coalesce(max(extract(epoch from clock_timestamp() - due.next_attempt_at)), 0)
        from unnest(array['well', 'failing']) as receiver
        left join webhooks on webhooks.status = 'active' and (receiver = 'failing') = (failing_since is not null)
        left join lateral (
          select next_attempt_at from webhook_deliveries
          where webhook_id = webhooks.id and status = 'pending' and type <> 'reporting.webhook.ping'
            and next_attempt_at <= clock_timestamp()
          order by next_attempt_at limit 1) as due on true
        group by receiver
        """,
    ),
)

# For each webhook that may be sent to, a few of what is due: one that hangs holds up itself and nobody else. Pings go
# out whatever the webhook's status is, first of all and one at a time. Receivers that are well come before those that
# fail, and those that fail never take the last places there are. Rows that another worker has are passed over.
CLAIM = text("""
with due as (
  select message.id, webhooks.failing_since is not null as failing, message.next_attempt_at
  from webhooks cross join lateral (
    select id, next_attempt_at from webhook_deliveries
    where webhook_id = webhooks.id and status = 'pending' and next_attempt_at <= :now
      and type <> 'reporting.webhook.ping'
      and (claimed_until is null or claimed_until <= :now)
    order by next_attempt_at
    limit greatest(0, case when webhooks.failing_since is null then cast(:at_once as integer) else 1 end - (
      select count(*) from webhook_deliveries as held
      where held.webhook_id = webhooks.id and held.status = 'pending' and held.claimed_until > :now))
    for update skip locked
  ) as message
  where webhooks.status = 'active'
), pings as (
  select id from webhook_deliveries
  where status = 'pending' and type = 'reporting.webhook.ping' and (claimed_until is null or claimed_until <= :now)
    and id in (
      select distinct on (webhook_id) id from webhook_deliveries
      where status = 'pending' and type = 'reporting.webhook.ping'
      order by webhook_id, claimed_until > :now desc nulls last, id)
  limit :free for update skip locked
), chosen as (
  select id, 0 as place, cast(:now as timestamptz) as since from pings
  union all (select id, 1, next_attempt_at from due where not failing order by next_attempt_at limit :free)
  union all (
    select id, 2, next_attempt_at from due where failing
    order by next_attempt_at limit :for_failing)
  order by place, since limit :free
)
update webhook_deliveries set claimed_until = :until where id in (select id from chosen) returning id
""")

# Of a message that is not sent after all; its version stays, for nothing was tried.
LET_GO = text("update webhook_deliveries set claimed_until = null where id = :id and status = 'pending'")

# So many of the oldest, then those after them, for as long as they are older than what is kept: what may not be dropped
# yet is passed over, and what is newer is not read. Ids are in the order in which messages were made.
PRUNE = text("""
with looked_at as (
  select id, webhook_id, created_at from webhook_deliveries where id > :after order by id limit :most
), dropped as (
  delete from webhook_deliveries using looked_at, webhooks
  where webhook_deliveries.id = looked_at.id and webhooks.id = looked_at.webhook_id and looked_at.created_at < :before
    and (webhook_deliveries.status <> 'pending' or webhooks.status <> 'active')
)
select id, created_at < :before as more from looked_at order by id desc limit 1
""")


async def number_of(session: AsyncSession, organisation: str) -> int:
    """How many webhooks an organisation has."""
    counted = select(func.count()).select_from(Webhook).where(Webhook.organisation == organisation)
    return await session.scalar(counted) or 0


async def listeners(session: AsyncSession) -> Sequence[Webhook]:
    """All webhooks, whatever their status: what happens while nothing is sent is kept for afterwards."""
    return list(await session.scalars(select(Webhook).order_by(Webhook.id)))
