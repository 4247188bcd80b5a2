"""The secrets that messages are signed with: made here, kept encrypted, shown once."""

import secrets as randomness
from base64 import b64encode

from cryptography.fernet import Fernet, MultiFernet

from services.reporting_api.settings import ReportingSettings

from . import errors

_BYTES = 32


def safe_of(settings: ReportingSettings) -> MultiFernet:
    """What encrypts and decrypts them. Refused where nobody has set a key."""
    if settings.webhook_keys is None:
        raise errors.NoWebhookKeys("Whoever runs the service has to set PINS_WEBHOOK_KEYS.")
    return MultiFernet([Fernet(key.strip()) for key in settings.webhook_keys.get_secret_value().split(",")])


def new() -> str:
    """A secret in the form of Standard Webhooks."""
    return f"whsec_{b64encode(randomness.token_bytes(_BYTES)).decode()}"
