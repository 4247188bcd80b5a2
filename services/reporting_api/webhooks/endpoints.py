"""Webhooks over HTTP: each organisation has its own."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from services.reporting_api.settings import ReportingSettings
from shared.contracts.page import Page
from shared.contracts.reporting import webhooks as contract
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.idempotency import TellsOnce
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session
from shared.kit.targets import Policy

from . import errors, schemas, secrets, service
from .queries import DELIVERIES, WEBHOOKS

router = APIRouter(prefix="/v1", tags=["Webhooks"], route_class=Route)
_HELD = problems(errors.WebhookNotFound, StaleVersion, PreconditionMissing)


def _settings(request: Request) -> ReportingSettings:
    settings: ReportingSettings = request.app.state.settings
    return settings


def _limits(request: Request) -> service.Limits:
    settings = _settings(request)
    return service.Limits(Policy(settings.webhook_allowed_networks), settings.webhooks_per_organisation)


def _told_once(answer: Response, told: service.Told) -> Response:
    shown = contract.Webhook.model_validate(told.webhook).model_dump()
    once, kept = (contract.WebhookWithSecret(**shown, secret=secret) for secret in (told.secret, None))
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    whole = Response(once.model_dump_json(), answer.status_code, {**headers, "Cache-Control": "no-store"})
    return TellsOnce(whole, kept.model_dump_json().encode())


@router.post(
    "/webhooks",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.WebhookWithSecret,
    responses=problems(
        errors.TargetNotAllowed,
        errors.UnknownEventType,
        errors.FeedNotYours,
        errors.TooManyWebhooks,
        errors.NoWebhookKeys,
    ),
)
async def make_webhook(new: schemas.NewWebhook, request: Request, session: Session, actor: Caller) -> Response:
    """Have your organisation told of events, from now on: of those that it sees in the feeds, and no others.

    The answer has the secret that messages are signed with (Standard Webhooks). It is shown this once.
    """
    told = await service.make(session, new, secrets.safe_of(_settings(request)), _limits(request), actor)
    path = f"/v1/webhooks/{told.webhook.id}"
    return _told_once(await created(session, contract.Webhook, told.webhook, request, path), told)


@router.get("/webhooks", response_model=Page[contract.Webhook], responses=problems(CursorRefused))
async def list_webhooks(query: Annotated[schemas.WebhookQuery, Query()], read: Reading) -> Response:
    """List the webhooks of your organisation."""
    return await read.page(WEBHOOKS, query)


@router.get("/webhooks/{webhook_id}", response_model=contract.Webhook, responses=problems(errors.WebhookNotFound))
async def get_webhook(webhook_id: UUID, read: Reading) -> Response:
    """Get one webhook. Its secret is not shown again."""
    return await read.one(WEBHOOKS, webhook_id, errors.WebhookNotFound)


@router.get(
    "/webhooks/{webhook_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.WebhookNotFound, CursorRefused),
)
async def get_webhook_history(
    webhook_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """When a webhook was made, changed or disabled."""
    return await history(read, WEBHOOKS, webhook_id, "reporting.webhook", query, errors.WebhookNotFound)


@router.patch(
    "/webhooks/{webhook_id}",
    response_model=contract.Webhook,
    responses=_HELD | problems(errors.TargetNotAllowed, errors.UnknownEventType, errors.FeedNotYours),
)
async def change_webhook(
    webhook_id: UUID,
    changes: schemas.WebhookChange,
    version: IfMatch,
    request: Request,
    session: Session,
    actor: Caller,
) -> Response:
    """Change address, description or types; pause and resume; enable what was disabled.

    What happens while nothing is sent is kept, for as long as messages are, and sent afterwards.
    """
    changed = await service.change(session, webhook_id, changes, version, _limits(request), actor)
    return await written(session, contract.Webhook, changed)


@router.delete("/webhooks/{webhook_id}", status_code=status.HTTP_204_NO_CONTENT, responses=_HELD)
async def delete_webhook(webhook_id: UUID, version: IfMatch, session: Session, actor: Caller) -> Response:
    """Delete a webhook with its messages; nothing more is sent."""
    await service.remove(session, webhook_id, version, actor)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.post(
    "/webhooks/{webhook_id}/secret-rotation",
    response_model=contract.WebhookWithSecret,
    responses=_HELD | problems(errors.NoWebhookKeys),
)
async def rotate_webhook_secret(
    webhook_id: UUID, version: IfMatch, request: Request, session: Session, actor: Caller
) -> Response:
    """Get a new secret. For 24 hours messages carry two signatures, also that of the secret before."""
    told = await service.rotate(session, webhook_id, version, secrets.safe_of(_settings(request)), actor)
    return _told_once(await written(session, contract.Webhook, told.webhook), told)


@router.post(
    "/webhooks/{webhook_id}/pings",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.WebhookDelivery,
    responses=problems(errors.WebhookNotFound),
)
async def ping_webhook(webhook_id: UUID, request: Request, session: Session, actor: Caller) -> Response:
    """Send `reporting.webhook.ping` at once. Read the message again to see what came of it; it is tried once."""
    message = await service.ping(session, webhook_id, actor)
    return await created(session, contract.WebhookDelivery, message, request, f"/v1/webhook-deliveries/{message.id}")


@router.post(
    "/webhooks/{webhook_id}/redelivery",
    response_model=contract.Redelivery,
    responses=problems(errors.WebhookNotFound),
)
async def redeliver_failed_messages(
    webhook_id: UUID, given: schemas.RedeliverySince, session: Session, actor: Caller
) -> contract.Redelivery:
    """Send again all messages since a moment that had been given up."""
    return await service.redeliver_failed(session, webhook_id, given, actor)


@router.get("/webhook-deliveries", response_model=Page[contract.WebhookDelivery], responses=problems(CursorRefused))
async def list_webhook_deliveries(query: Annotated[schemas.DeliveryQuery, Query()], read: Reading) -> Response:
    """List the messages to your organisation's webhooks, with each attempt and what came of it."""
    return await read.page(DELIVERIES, query)


@router.get(
    "/webhook-deliveries/{delivery_id}",
    response_model=contract.WebhookDelivery,
    responses=problems(errors.DeliveryNotFound),
)
async def get_webhook_delivery(delivery_id: UUID, read: Reading) -> Response:
    """Get one message."""
    return await read.one(DELIVERIES, delivery_id, errors.DeliveryNotFound)


@router.post(
    "/webhook-deliveries/{delivery_id}/redelivery",
    response_model=contract.WebhookDelivery,
    responses=problems(errors.DeliveryNotFound, errors.StillBeingTried),
)
async def redeliver_message(delivery_id: UUID, session: Session, actor: Caller) -> Response:
    """Send one message again, under the same `webhook-id`, whether it arrived before or was given up."""
    return await written(session, contract.WebhookDelivery, await service.redeliver(session, delivery_id, actor))
