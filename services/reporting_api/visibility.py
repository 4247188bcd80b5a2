"""Who sees which events of this service."""

from sqlalchemy import or_

from services.reporting_api.seen import projects_led
from shared.contracts.roles import Kind
from shared.kit.feed import OWN_ROWS, E, Visibility

# Where an organisation is told, and whether it arrives, is its own matter: the address may be as good as a password.
_NO_WEBHOOKS = E.type.not_like("reporting.webhook.%")

EVENTS: Visibility = {
    **OWN_ROWS,
    Kind.ICB: or_(OWN_ROWS[Kind.ICB], E.project_id == projects_led()),
    Kind.NATIONAL: _NO_WEBHOOKS,
    Kind.SERVICE: _NO_WEBHOOKS,
}
