"""What a write answers with: the resource as it now is, its ETag, and where it can be found."""

from typing import Any

from fastapi import status
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from shared.contracts.base import Output
from shared.kit.concurrency import etag


async def written(session: AsyncSession, contract: type[Output], row: Any) -> Response:
    """200 with the resource after the change."""
    return await _shown(session, contract, row, status.HTTP_200_OK, {})


async def created(session: AsyncSession, contract: type[Output], row: Any, request: Request, path: str) -> Response:
    """201 with the new resource and its address. What has no version, as reads show it, has no ETag here either."""
    location = {"Location": f"{request.app.state.settings.base_url}{path}"}
    return await _shown(session, contract, row, status.HTTP_201_CREATED, location)


async def accepted(session: AsyncSession, contract: type[Output], row: Any, request: Request, path: str) -> Response:
    """202 with what was taken on, as it is so far, and the address where it is told of."""
    location = {"Location": f"{request.app.state.settings.base_url}{path}"}
    return await _shown(session, contract, row, status.HTTP_202_ACCEPTED, location)


async def _shown(
    session: AsyncSession, contract: type[Output], row: Any, code: int, headers: dict[str, str]
) -> Response:
    await session.flush()  # so that the version and the times shown are those that will be committed
    body = contract.model_validate(row).model_dump_json()
    versions = {"ETag": etag(row.version)} if hasattr(row, "version") else {}
    return Response(body, code, headers={**versions, **headers}, media_type="application/json")
