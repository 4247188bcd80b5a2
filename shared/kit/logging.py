"""Structured logs: one JSON object a line on standard output, the same for our code and for libraries."""

import asyncio
import atexit
import json
import logging
import re
import sys
from collections.abc import Callable, Iterator, MutableMapping
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from traceback import extract_tb
from types import TracebackType
from typing import Any, Protocol

import structlog

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)

_MESSAGE_LIMIT = 200
_FRAMES = 20
# Messages of database drivers and of Python itself put the caller's values between single quotes.
_QUOTED = re.compile(r"'[^']*'")
# What libraries say at INFO is about their own workings; SQLAlchemy would also print bound values.
_QUIET = {"uvicorn.access": logging.CRITICAL, "sqlalchemy": logging.WARNING, "httpx": logging.WARNING}

EventDict = MutableMapping[str, Any]


class Sink(Protocol):
    """Where lines end up: standard output, or a list of bytes in a test."""

    def write(self, data: bytes, /) -> object: ...
    def flush(self) -> object: ...


class _StandardOutput:
    """Standard output as it is when a line is written, which a supervisor or a test may have replaced."""

    def write(self, data: bytes, /) -> None:
        sys.stdout.buffer.write(data)

    def flush(self) -> None:
        sys.stdout.flush()


class LineBuffer:
    """Gathers lines and writes them together, because a system call for every line is what costs."""

    def __init__(self, sink: Sink, *, seconds: float = 0.2, size: int = 64 * 1024) -> None:
        self._sink = sink
        self._seconds = seconds
        self._full = size
        self._lines: list[bytes] = []
        self._size = 0
        self._due: asyncio.TimerHandle | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def add(self, line: bytes, *, now: bool = False) -> None:
        self._lines.append(line)
        self._size += len(line)
        if now or self._size >= self._full or not self._scheduled():
            self.flush()

    def flush(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None
        lines, self._lines, self._size = self._lines, [], 0
        if lines:
            self._sink.write(b"".join(lines))
            self._sink.flush()

    def _scheduled(self) -> bool:
        """Say whether a running event loop will flush soon; outside one, nobody would."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return False
        # A timer of a loop that has ended never fires, so a new loop needs a new timer.
        if self._due is None or self._loop is not loop:
            self._loop = loop
            self._due = loop.call_later(self._seconds, self.flush)
        return True


class _State:
    """What `configure` decided, for the whole process."""

    buffer = LineBuffer(_StandardOutput())
    level = logging.INFO
    service = ""


def configure(level: str, service: str, sink: Sink | None = None) -> None:
    """Send every log of this process, ours and the libraries', to one stream of JSON lines."""
    _State.buffer.flush()
    _State.buffer = LineBuffer(sink or _StandardOutput())
    _State.level = logging.getLevelNamesMapping()[level.upper()]
    _State.service = service
    structlog.configure(
        processors=[structlog.stdlib.add_log_level, _describe_exception, _complete, _render],
        wrapper_class=structlog.make_filtering_bound_logger(_State.level),
        logger_factory=_Printer,
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [_LibraryHandler()]
    root.setLevel(_State.level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "sqlalchemy", "alembic"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    for name, quiet in _QUIET.items():
        logging.getLogger(name).setLevel(max(quiet, _State.level))


def get_logger() -> structlog.typing.FilteringBoundLogger:
    """Give a logger: static messages, with what varies as keyword arguments."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger()
    return logger


def flush() -> None:
    """Write out what is still held back."""
    _State.buffer.flush()


atexit.register(flush)


class RequestLog:
    """Writes the one line every request gets, past structlog's chain because it is on the hot path."""

    def __init__(self, service: str) -> None:
        self._service = _quoted(service)

    def line(
        self,
        *,
        method: str,
        route: str,
        status: int,
        duration_ms: float,
        client_id: str | None,
        organisation: str | None,
        request_id: str,
        trace_id: str,
    ) -> None:
        """Record that a request was answered; `organisation` is its kind (`school`), never which one."""
        if _State.level > logging.INFO:
            return
        text = (
            f'{{"event":"request","level":"info","timestamp":"{_now()}","service":{self._service},'
            f'"method":{_quoted(method)},"route":{_quoted(route)},"status":{status},'
            f'"duration_ms":{duration_ms:.2f},"client_id":{_quoted(client_id)},'
            f'"organisation":{_quoted(organisation)},"request_id":{_quoted_once(request_id)},'
            f'"trace_id":"{trace_id}"}}\n'
        )
        _State.buffer.add(text.encode())

    def failure(self, error: BaseException) -> None:
        """Record an error nobody expected, once."""
        get_logger().error("unexpected_error", exc_info=error)
        # The server logs what reaches it too; the mark lets that second report be dropped.
        error.__dict__["logged"] = True


class _Printer:
    """What structlog hands finished lines to."""

    def __init__(self, *_args: object) -> None:
        """Accept the name structlog passes, which no line carries."""

    def _later(self, line: bytes) -> None:
        _State.buffer.add(line)

    def _now(self, line: bytes) -> None:
        _State.buffer.add(line, now=True)

    debug = info = _later
    # A process that is about to die must not take its reasons with it.
    warning = error = critical = exception = _now


class _LibraryHandler(logging.Handler):
    """Turns the records of the standard library's loggers into the same lines."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and error.__dict__.get("logged"):
            return
        event: EventDict = {
            "event": record.getMessage(),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if error is not None:
            event["exc_info"] = error
        line = _render(None, "", _complete(None, "", _describe_exception(None, "", event)))
        _State.buffer.add(line, now=record.levelno >= logging.WARNING)


def _complete(_logger: object, _method: str, event: EventDict) -> EventDict:
    event["timestamp"] = _now()
    event["service"] = _State.service
    if (current := request_id.get()) is not None:
        event["request_id"] = current
    return event


def _render(_logger: object, _method: str, event: EventDict) -> bytes:
    return json.dumps(event, default=str, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _describe_exception(_logger: object, _method: str, event: EventDict) -> EventDict:
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["errors"] = [_described(link) for link in _chain(error)]
    return event


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _described(error: BaseException) -> dict[str, Any]:
    """Name an error and where it came from, without the values its message quotes."""
    first_line = str(error).partition("\n")[0]
    return {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "message": _QUOTED.sub("'…'", first_line)[:_MESSAGE_LIMIT],
        "frames": _frames(error.__traceback__),
    }


def _frames(traceback: TracebackType | None) -> list[str]:
    frames = extract_tb(traceback)[-_FRAMES:]
    return [f"{f.filename.rpartition('site-packages/')[2]}:{f.lineno} {f.name}" for f in frames]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


_quoted_once: Callable[[str], str] = json.dumps


@lru_cache(maxsize=4096)
def _quoted(value: str | None) -> str:
    return json.dumps(value)
