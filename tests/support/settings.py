"""Settings as a test needs them: the same for all, each service at its own host name."""

from shared.kit.service import Service
from shared.kit.settings import Settings
from tests.support.tokens import AUDIENCE, ISSUER


def settings_for(service: Service, database_url: str, **more: object) -> Settings:
    values: dict[str, object] = {
        "database_url": database_url,
        "public_url": f"http://{service.name}.test",
        "issuer": ISSUER,
        "audience": AUDIENCE,
        "jwks_url": f"{ISSUER}/jwks.json",
        "token_url": f"{ISSUER}/token",
        "client_id": f"service:{service.name}",
        "client_secret": "a secret of the tests",
        "pseudonym_secret": "a secret of the tests for pseudonyms",
        "partnership_url": "http://partnership.test",
        "assessment_url": "http://assessment.test",
        "commissioning_url": "http://commissioning.test",
        # A busy machine makes a test slower, and must not make it fail.
        "connection_seconds": 60,
        "requests_per_minute": 1_000_000,
        "failed_logins_per_minute": 1_000_000,
    }
    return service.settings.model_validate(values | more)
