"""What a file says of itself, whatever its form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .columns import Column

Row = Sequence[Any]


@dataclass(frozen=True)
class Told:
    """What a file says of itself."""

    table: str
    title: str
    columns: tuple[Column, ...]
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    as_of: Mapping[str, str | None] = field(default_factory=dict)
    made_at: datetime | None = None
