"""Pseudonyms of schools: the same within an evaluation, others in the next, and of no use without the key.

Pure: no database. Why it is done like this is in docs/decisions/0020.
"""

import hmac
from hashlib import sha256

_LENGTH = 20


def key_of(secret: str, salt: bytes) -> bytes:
    """The key of one evaluation."""
    return hmac.digest(secret.encode(), b"pseudonyms of schools\x00" + salt, sha256)


def pseudonym(key: bytes, urn: str) -> str:
    """What a school is called: 80 bits, so that no two schools of any programme are called the same."""
    return "s" + hmac.new(key, b"school\x00" + urn.encode(), sha256).hexdigest()[:_LENGTH]


def mark(key: bytes) -> bytes:
    """By which a key is known again; it tells nothing of the key."""
    return hmac.digest(key, b"mark", sha256)[:8]
