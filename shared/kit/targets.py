"""Where something may be sent that was not our choice: to the public internet, and nowhere near us (SSRF)."""

import asyncio
import re
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# Of IPv6 only global unicast is public, and of that not what wraps an IPv4 address (6to4). Mapped, compatible and NAT64
# addresses lie outside of it.
_UNICAST, _6TO4 = IPv6Network("2000::/3"), IPv6Network("2002::/16")
# Global by the registry's word or by that of an older Python, and yet nobody's server: relays to 6to4, documentation,
# and the address at which one cloud answers its own machines.
_NOBODYS = (IPv4Network("192.88.99.0/24"), IPv6Network("3fff::/20"), IPv4Network("168.63.129.16/32"))
_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])"
    r"(?::(?P<port>[0-9]{1,5}))?(?P<path>/[!-\"$-\[\]-~]*)?",
    re.IGNORECASE,
)
PORTS = {"https": 443, "http": 80}
# Names are looked up on threads of their own: a name server that keeps silent must not hold up anybody else's.
_LOOK_UP_SECONDS = 5
_LOOKING_UP = ThreadPoolExecutor(max_workers=64, thread_name_prefix="targets")


class TargetRefused(Exception):
    """An address that nothing is sent to. `code` is a word for it, the message a sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class Target(NamedTuple):
    """A URL in its parts. There is one reading of it: what is checked is what is connected to."""

    scheme: str
    host: str
    port: int
    path: str


@dataclass(frozen=True)
class Policy:
    """What is allowed beside https to the public internet: anything in these networks, for tests and one machine."""

    allowed: Sequence[Network] = ()
    ports: Sequence[int] = (443, 8443)

    def allows(self, address: Address) -> bool:
        """Whether an address is in one of the networks that the settings allow."""
        return any(address in network for network in self.allowed)


def parsed(url: str) -> Target:
    """The parts of a URL of the one plain form that is taken. Raises TargetRefused."""
    found = _URL.fullmatch(url)
    if found is None:
        sentence = (
            "Give an address such as https://example.org/hooks, with no user, password, fragment or spaces in it."
        )
        raise TargetRefused("malformed", sentence)
    scheme, host = found["scheme"].lower(), found["host"].lower().strip("[]")
    port = int(found["port"] or PORTS[scheme])
    if not 0 < port < 65536:
        raise TargetRefused("port", "This is no port.")
    return Target(scheme, host, port, found["path"] or "/")


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet, in its own form and not wrapped in another."""
    if address.version == 6 and (address not in _UNICAST or address in _6TO4):
        return False
    if any(address in network for network in _NOBODYS):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


async def resolved(target: Target, policy: Policy) -> list[str]:
    """Every address of a target, each of them allowed. Raises TargetRefused if only one of them is not."""
    addresses = await _addresses(target)
    if all(policy.allows(address) for address in addresses):
        return [str(address) for address in addresses]
    if target.scheme != "https":
        raise TargetRefused("not_https", "Only https is taken.")
    if target.port not in policy.ports:
        ports = " or ".join(str(port) for port in policy.ports)
        raise TargetRefused("port", f"Only these ports are taken: {ports}.")
    if not all(is_public(address) or policy.allows(address) for address in addresses):
        raise TargetRefused("not_public", "This address is not on the public internet.")
    return [str(address) for address in addresses]


async def _addresses(target: Target) -> list[Address]:
    try:
        return [ip_address(target.host)]
    except ValueError:
        pass
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(_LOOK_UP_SECONDS):
            found = await loop.run_in_executor(_LOOKING_UP, _look_up, target)
    except (OSError, UnicodeError):  # a time-out is an OSError too
        raise TargetRefused("unknown_host", "There is no computer of this name.") from None
    return [ip_address(address.partition("%")[0]) for address in dict.fromkeys(found)]


def _look_up(target: Target) -> list[str]:
    return [str(entry[4][0]) for entry in socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)]
