"""Asking the other services, as this one, who may know of what happened there (`kit/audiences.py`)."""

from collections.abc import Mapping

import httpx

from shared.contracts.event import SeenEvents
from shared.kit.auth import ServiceToken
from shared.kit.errors import Unavailable
from shared.kit.http_client import Neighbour
from shared.kit.settings import Settings

_SECONDS = 20


class Hearing:
    """Who sees which events of the other services. Holds no place of its own: each call brings its cursor."""

    def __init__(self, client: httpx.AsyncClient, settings: Settings) -> None:
        self._client = client
        self._settings = settings
        self._tokens: dict[str, ServiceToken] = {}

    async def of(self, source: str, wait: int, params: Mapping[str, str]) -> SeenEvents:
        """One answer of a service's list of audiences. Raises NeighbourRefused and Unavailable as any call does."""
        address = getattr(self._settings, f"{source}_url")
        if address is None:
            raise Unavailable(f"PINS_{source.upper()}_URL is needed to hear from the {source} service.")
        neighbour = Neighbour(source, str(address), self._client, self._settings.neighbour_seconds)
        token = await self._token(source)
        answer = await neighbour.fetch(
            "/v1/events/audiences", token, seconds=wait + _SECONDS, **{"wait": str(wait), **params}
        )
        return SeenEvents.model_validate_json(answer.content)

    async def _token(self, source: str) -> str:
        settings = self._settings
        if settings.client_id is None or settings.client_secret is None:
            raise Unavailable("PINS_CLIENT_ID and PINS_CLIENT_SECRET are needed to hear from the other services.")
        if source not in self._tokens:
            secret = settings.client_secret.get_secret_value()
            self._tokens[source] = ServiceToken(
                self._client, str(settings.token_url), settings.client_id, secret, f"{source}:read"
            )
        return await self._tokens[source]()
