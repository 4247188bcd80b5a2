"""What is sent to addresses that callers name goes to the public internet, or nowhere (SSRF)."""

import asyncio
import socket
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shared.kit import targets
from shared.kit.posting import Poster, host_of
from shared.kit.targets import Policy, Target, TargetRefused, parsed, resolved

PRIVATE = (
    "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "192.0.2.1",
    "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::1",
    "2001:0:7f00:1::1", "2001:db8::1", "fec0::1", "192.88.99.1", "3fff::1", "168.63.129.16",
)  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_plainly_public_is_not_public(address: str):
    assert not targets.is_public(ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4009::200e"])
def test_a_public_address_is_public(address: str):
    assert targets.is_public(ip_address(address))


MALFORMED = (
    "", "hooks", "ftp://example.org/", "https://", "https://user:word@example.org/", "https://user@example.org/",
    "https://example.org/#part", "https://example.org\\@127.0.0.1/", "https://example.org/a b", "https://exa mple.org/",
    "https://example.org/\r\nHost: other", "https:///path", "https://example.org:99999999/", "//example.org/",
    "https://example.org?at=root", "https://[::1", "https://[fe80::1%25eth0]/", "https://exämple.org/", "javascript:1",
)  # fmt: skip


@pytest.mark.parametrize("url", MALFORMED)
def test_only_the_one_plain_form_of_an_address_is_taken(url: str):
    with pytest.raises(TargetRefused, match=r"^Give an address"):
        parsed(url)


def test_the_parts_of_an_address_are_what_is_connected_to():
    assert parsed("https://Example.org:8443/a?b=c") == Target("https", "example.org", 8443, "/a?b=c")
    assert parsed("http://[::1]") == Target("http", "::1", 80, "/")
    with pytest.raises(TargetRefused):
        parsed("https://example.org:0/")


REFUSED = (
    ("https://169.254.169.254/latest/meta-data", "not_public"), ("https://localhost/", "not_public"),
    ("https://127.1/", "not_public"), ("https://2130706433/", "not_public"), ("https://0x7f000001/", "not_public"),
    ("https://0/", "not_public"), ("https://[::ffff:127.0.0.1]/", "not_public"), ("http://1.1.1.1/", "not_https"),
    ("https://1.1.1.1:22/", "port"), ("https://1.1.1.1:5432/", "port"),
    ("https://no-such-host.invalid/", "unknown_host"),
)  # fmt: skip


@pytest.mark.parametrize(("url", "code"), REFUSED)
async def test_what_is_not_allowed_is_refused_with_a_word(url: str, code: str):
    with pytest.raises(TargetRefused) as refused:
        await resolved(parsed(url), Policy())
    assert refused.value.code == code


def names(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
    """Let the name servers say this, the last of it for ever."""
    waiting = list(answers)

    def look_up(_host: str, port: int, **_: object) -> list[object]:
        found = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(targets.socket, "getaddrinfo", look_up)


async def test_a_name_is_refused_if_only_one_of_its_addresses_is_private(monkeypatch: pytest.MonkeyPatch):
    names(monkeypatch, ["1.1.1.1", "10.0.0.1"])
    with pytest.raises(TargetRefused, match="public internet"):
        await resolved(parsed("https://hooks.example/"), Policy())


async def test_allowed_networks_take_http_and_any_port_and_nothing_else_does():
    policy = Policy([ip_network("127.0.0.0/8")])
    assert await resolved(parsed("http://127.0.0.1:9/"), policy) == ["127.0.0.1"]
    with pytest.raises(TargetRefused):
        await resolved(parsed("http://10.0.0.1:9/"), policy)


async def test_what_was_checked_is_what_is_connected_to_however_the_name_changes(monkeypatch: pytest.MonkeyPatch):
    heard: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 204 X\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    # A second look would lead elsewhere, as with a name whose answers change (rebinding).
    names(monkeypatch, ["127.0.0.1"], ["127.0.0.2"])
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    poster = Poster(Policy([ip_network("127.0.0.1/32")]), 10)
    answer = await poster.post(f"http://hooks.example:{port}/a", {"X": "y"}, b"{}")
    assert (answer.status, answer.error) == (204, None)
    assert f"Host: hooks.example:{port}".encode() in heard[0]
    assert (await poster.post(f"http://hooks.example:{port}/a", {}, b"{}")).error == "not_https"
    server.close()


def test_a_receiver_is_called_by_its_name_with_no_port_that_goes_without_saying():
    urls = ("https://example.org/a", "https://example.org:8443/", "http://example.org:443/", "https://[2606:4700::1]/")
    names = ["example.org", "example.org:8443", "example.org:443", "[2606:4700::1]"]
    assert [host_of(parsed(url)) for url in urls] == names


async def test_an_attempt_never_raises_and_says_in_a_word_what_happened():
    poster = Poster(Policy([ip_network("127.0.0.0/8")]), 2)
    assert (await poster.post("http://127.0.0.1:1/", {}, b"")).error == "no_connection"
    assert (await poster.post("https://169.254.169.254/", {}, b"")).error == "not_public"
    assert (await poster.post("nonsense", {}, b"")).error == "malformed"


def self_signed(folder: Path) -> ssl.SSLContext:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hooks.example")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    signed = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example")]), critical=False)
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    pem += signed.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    (folder / "both.pem").write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context


async def test_a_certificate_is_checked_against_the_name_and_who_vouches_for_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 204 X\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=self_signed(tmp_path))
    port = server.sockets[0].getsockname()[1]
    names(monkeypatch, ["127.0.0.1"])
    policy = Policy([ip_network("127.0.0.0/8")])
    assert (await Poster(policy, 10).post(f"https://hooks.example:{port}/", {}, b"")).error == "certificate"
    trusting = Poster(policy, 10)
    trusting._tls.load_verify_locations(tmp_path / "both.pem")
    assert (await trusting.post(f"https://hooks.example:{port}/", {}, b"")).status == 204
    assert (await trusting.post(f"https://other.example:{port}/", {}, b"")).error == "certificate"
    server.close()
