"""Links that need no token: signed with a key of the export's own, so that one opens one file and no other."""

import hmac
from datetime import datetime
from hashlib import sha256
from secrets import token_bytes
from uuid import UUID

PATH = "/exports/{export_id}/file"


def new_key() -> bytes:
    """A key for one export. It stands with the file, so every replica has it and no secret has to be shared."""
    return token_bytes(32)


def link(base_url: str, export_id: UUID, key: bytes, until: datetime) -> str:
    """The address of a file, good until then."""
    expires = str(int(until.timestamp()))
    path = PATH.format(export_id=export_id)
    return f"{base_url}{path}?expires={expires}&signature={_signature(export_id, key, expires)}"


def is_signed(export_id: UUID, key: bytes, expires: str, signature: str) -> bool:
    """Whether an address is one that was given out, as it was given out."""
    return hmac.compare_digest(_signature(export_id, key, expires).encode(), signature.encode())


def _signature(export_id: UUID, key: bytes, expires: str) -> str:
    return hmac.new(key, f"{export_id} {expires}".encode(), sha256).hexdigest()
