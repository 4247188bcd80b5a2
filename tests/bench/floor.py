"""The floor: what this machine can do with the same statements, by raw ASGI and asyncpg, with nothing on.

`uvicorn tests.bench.floor:app`; FLOOR names the file of its targets, FLOOR_WRITES the address of the database that
`POST /v1/contacts` writes into. It identifies nobody, refuses nothing and logs nothing.
"""

import json
import os
import pickle
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from uuid_utils import uuid7

_TARGETS = pickle.loads(Path(os.environ["FLOOR"]).read_bytes())
_WRITES = os.environ["FLOOR_WRITES"]
_JSON = (b"content-type", b"application/json")
_SEEN = "select body from idempotency_keys where caller = $1 and key = $2"
_CONTACT = """
insert into contacts (id, organisation, role, name, email, version, created_at, updated_at)
values ($1, $2, $3, $4, $5, 1, now(), now()) returning created_at
"""
_EVENT = """
insert into events (id, type, subject, occurred_at, actor, resource_version, is_public, organisations, data)
values ($1, 'partnership.contact.added', $2, now(), $3::varchar, 1, false, array[$3::varchar], $4)
"""
_KEY = """
insert into idempotency_keys (caller, key, fingerprint, status, headers, body) values ($1, $2, $3, 201, '{}', $4)
"""
pools: dict[str, asyncpg.Pool] = {}


async def _keep_as_it_is(_connection: Any) -> None:
    pass


async def app(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await _live(receive, send)
        return
    query = scope["query_string"].decode()
    path = f"{scope['path']}?{query}" if query else scope["path"]
    if path == "/":
        status, body = 200, b""
    elif scope["method"] == "POST":
        status, body = 201, await _create(scope, receive)
    elif dict(scope["headers"]).get(b"if-none-match"):
        status, body = 304, await _read("unchanged", path)
    else:
        status, body = 200, await _read("", path)
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [_JSON, length]})
    await send({"type": "http.response.body", "body": body})


async def _read(name: str, path: str) -> bytes:
    for target in _TARGETS:
        if (not name or name == target.name) and path.startswith(target.before) and path.endswith(target.after):
            values = target.values
            if target.key_at is not None:
                key = path[len(target.before) : len(path) - len(target.after)]
                values = list(values)
                values[target.key_at] = UUID(key) if target.key_is_uuid else key
            async with pools[target.database_url].acquire() as connection:
                if target.page:
                    rows = await connection.fetch(target.sql, *values)
                    return f'{{"items":[{",".join([row["body"] for row in rows])}]}}'.encode()
                row = await connection.fetchrow(target.sql, *values)
            return b"" if name else next(each for each in row.values() if isinstance(each, str)).encode()
    raise LookupError(path)


async def _create(scope: Any, receive: Any) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    new = json.loads(body)
    key = dict(scope["headers"])[b"idempotency-key"].decode()
    made = UUID(bytes=uuid7().bytes)
    async with pools[_WRITES].acquire() as connection, connection.transaction():
        await connection.fetchrow(_SEEN, new["organisation"], key)
        at = await connection.fetchval(_CONTACT, made, new["organisation"], new["role"], new["name"], new["email"])
        told = {"id": str(made), "organisation": new["organisation"], "role": new["role"], "version": 1}
        await connection.execute(
            _EVENT, UUID(bytes=uuid7().bytes), f"contacts/{made}", new["organisation"], json.dumps(told)
        )
        answer = json.dumps({**new, "id": str(made), "version": 1, "created_at": at.isoformat()}).encode()
        await connection.execute(_KEY, new["organisation"], key, sha256(body).digest(), answer)
    return answer


async def _live(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            for url in {_WRITES, *(target.database_url for target in _TARGETS)}:
                pools[url] = await asyncpg.create_pool(
                    url, min_size=10, max_size=10, reset=_keep_as_it_is,
                    server_settings={"timezone": "UTC", "jit": "off"},
                )  # fmt: skip
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            for pool in pools.values():
                await pool.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
