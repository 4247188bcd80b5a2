"""Serving behind a gateway, and ending so that no request is lost."""

import time
from signal import SIGINT, SIGTERM
from types import FrameType

import uvicorn
from fastapi import FastAPI

from shared.kit.settings import Settings

_GRACE_SECONDS = 20
# Longer than the minute for which gateways keep a connection that nobody uses: the gateway is who closes it.
_KEEP_ALIVE_SECONDS = 75
_LAST_ANSWER = (b"connection", b"close")


class Server(uvicorn.Server):
    """Told to end, it says at once that it is not ready, and goes on answering until whoever sends requests knows.

    Each answer meanwhile is the last of its connection, so that no gateway keeps one to send the next request on.
    """

    def __init__(self, app: FastAPI, settings: Settings) -> None:
        super().__init__(_config(app, settings))
        self._state = app.state
        self._drain_seconds = settings.drain_seconds
        self._ends_at: float | None = None

    # Only flags here and in what it calls, because this runs inside a signal.
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if sig == SIGINT or self._drain_seconds == 0 or self._ends_at is not None:
            self._end(sig, frame)
            return
        self._state.draining = True
        self._ends_at = time.monotonic() + self._drain_seconds
        self.config.encoded_headers = [*self.config.encoded_headers, _LAST_ANSWER]
        self.server_state.default_headers = [*self.server_state.default_headers, _LAST_ANSWER]

    async def on_tick(self, counter: int) -> bool:
        if self._ends_at is not None and not self.should_exit and time.monotonic() >= self._ends_at:
            self._end(SIGTERM, None)
        return await super().on_tick(counter)

    def _end(self, sig: int, frame: FrameType | None) -> None:
        # uvicorn waits for every answer before it stops: long polls, which look at this once a second, are sent home.
        self._state.draining = True
        self._state.wakeup.closing = True
        super().handle_exit(sig, frame)


def _config(app: FastAPI, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=[str(each) for each in settings.trusted_proxies],
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
