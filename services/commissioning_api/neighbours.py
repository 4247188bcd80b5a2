"""Whom this service asks before it decides."""

from typing import Annotated, cast

from fastapi import Depends, Request

from shared.kit.http_client import Neighbour


async def _partnership(request: Request) -> Neighbour:
    return cast("Neighbour", request.app.state.neighbours["partnership"])


Partnership = Annotated[Neighbour, Depends(_partnership)]
"""The owner of programme years and participations."""


async def _assessment(request: Request) -> Neighbour:
    return cast("Neighbour", request.app.state.neighbours["assessment"])


Assessment = Annotated[Neighbour, Depends(_assessment)]
"""The owner of findings and priorities."""
