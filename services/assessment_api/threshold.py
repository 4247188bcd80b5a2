"""Below which number of people counts are small, for endpoints."""

from typing import Annotated

from fastapi import Depends, Request


async def _threshold(request: Request) -> int:
    threshold: int = request.app.state.settings.suppression_threshold
    return threshold


Threshold = Annotated[int, Depends(_threshold)]
"""Counts from 1 to one less than this are small."""
