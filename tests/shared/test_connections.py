"""Requests as they come over a connection, from clients that offer to go on in another protocol."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI, Request

from tests.support.over_http import a_port, served_at

OFFER = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAB\r\n"
WEBSOCKET = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAA\r\n"
PLAIN = ""


@pytest.fixture
async def port() -> AsyncIterator[int]:
    app = FastAPI()

    @app.post("/sent")
    async def say_what_came(request: Request) -> dict[str, str | int]:
        body = await request.body()
        return {"length": len(body), "starts": body[:5].decode()}

    @app.get("/waited-for")
    async def take_a_moment() -> dict[str, bool]:
        await asyncio.sleep(0.05)
        return {"waited": True}

    at, address = a_port()
    async with served_at(at, app):
        yield int(address.rpartition(":")[2])


class Client:
    """What a client sees of one connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    def send(self, head: str, body: bytes = b"") -> None:
        self.writer.write(f"{head}Host: pins.test\r\n\r\n".encode() + body)

    async def answer(self) -> tuple[int, dict]:
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
        return int(head.split()[1]), json.loads(await self.reader.readexactly(length))


@pytest.fixture
async def client(port: int) -> AsyncIterator[Client]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    yield Client(reader, writer)
    writer.close()


@pytest.mark.parametrize("offer", [OFFER, WEBSOCKET, PLAIN], ids=["h2c", "websocket", "none"])
async def test_a_body_is_read_whatever_upgrade_is_offered(client: Client, offer: str):
    client.send(f"POST /sent HTTP/1.1\r\n{offer}Content-Length: 5\r\n", b"hello")
    assert await client.answer() == (200, {"length": 5, "starts": "hello"})


async def test_a_body_that_comes_later_and_in_pieces_is_read_whole(client: Client):
    client.send(f"POST /sent HTTP/1.1\r\n{OFFER}Content-Length: 200005\r\n", b"hel")
    await client.writer.drain()
    client.writer.write(b"lo" + b"x" * 200_000)
    assert await client.answer() == (200, {"length": 200_005, "starts": "hello"})


async def test_a_body_in_chunks_is_read_whole(client: Client):
    client.send(f"POST /sent HTTP/1.1\r\n{OFFER}Transfer-Encoding: chunked\r\n", b"3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n")
    assert await client.answer() == (200, {"length": 5, "starts": "hello"})


async def test_the_connection_serves_on_before_and_after_an_offer(client: Client):
    for offer in (PLAIN, OFFER, PLAIN, OFFER):
        client.send(f"POST /sent HTTP/1.1\r\n{offer}Content-Length: 5\r\n", b"hello")
        assert await client.answer() == (200, {"length": 5, "starts": "hello"})


async def test_an_offer_that_does_not_wait_for_the_answer_before_does_not_disturb_it(client: Client):
    client.send("GET /waited-for HTTP/1.1\r\n")
    client.send(f"POST /sent HTTP/1.1\r\n{OFFER}Content-Length: 5\r\n", b"hello")
    assert await client.answer() == (200, {"waited": True})
    assert await client.reader.read() == b""


async def test_nobody_is_connected_through_a_service(client: Client):
    client.send("CONNECT pins.test:443 HTTP/1.1\r\n")
    status, _ = await client.answer()
    assert status == 404
