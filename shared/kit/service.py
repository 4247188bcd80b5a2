"""What a service is, in one declaration: `services/<name>_api/main.py` fills this in, and the kit does the rest."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import APIRouter
from sqlalchemy import MetaData

from shared.contracts.roles import Matrix
from shared.kit.db import Database
from shared.kit.feed import OWN_ROWS, Visibility
from shared.kit.hearing import Hearing
from shared.kit.metrics import Gauge
from shared.kit.pages import Pages
from shared.kit.settings import Settings
from shared.kit.subscriber import BatchSubscription, Subscription

Background = Callable[[Database, Settings], Awaitable[None]]
"""Work that goes on for as long as the service is served; cancelled, and waited for, when it stops."""

Listening = Callable[[Database, Settings, Hearing], Awaitable[None]]
"""The same, for work that hears from the other services who may know of what."""


@dataclass(frozen=True)
class Service:
    """One of the four. `name` is the scope prefix and the event source: `partnership`."""

    name: str
    title: str
    description: str
    folder: Path
    metadata: MetaData
    routers: Sequence[APIRouter]
    matrix: Matrix
    tags: Mapping[str, str]
    """Tag to the sentence that describes it, in the order of the documentation."""

    settings: type[Settings] = Settings
    event_visibility: Visibility = field(default_factory=lambda: OWN_ROWS)
    asks: Sequence[str] = ()
    """The services a decision may be asked of; `app.state.neighbours` has a Neighbour for each."""

    subscriptions: Sequence[Subscription | BatchSubscription] = ()
    projections: Sequence[str] = ()
    """Tables that hold nothing but what the feeds said: a rebuild fills them anew."""

    background: Sequence[Background] = ()
    """What each replica does beside answering: they must share the work among them."""

    listening: Sequence[Listening] = ()
    """What each replica does that passes on what the other services announce: it too is shared among them."""

    gauges: Sequence[Gauge] = ()
    """What it measures of its own tables, at each scrape: cheap statements only."""

    pages: Pages | None = None
    """For those who would rather look: served to browsers, with the same access."""

    load_reference: Callable[[Database, Settings], Awaitable[str]] | None = None
    """Loads reference data, says in a sentence what it did."""

    held_on: Callable[[Database, str], Awaitable[str]] | None = None
    """All that it holds on the person with an e-mail address, as a document for that person."""
