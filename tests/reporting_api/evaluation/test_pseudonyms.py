"""Pseudonyms: stable within an evaluation, others in the next, not to be had without the key."""

import hmac
from hashlib import md5, sha1, sha256, sha512

from hypothesis import given, strategies as st

from services.reporting_api.extracts.pseudonyms import key_of, mark, pseudonym

_SECRETS = st.text(min_size=32, max_size=60)
_SALTS = st.binary(min_size=32, max_size=32)
_URNS = st.integers(100_000, 999_999).map(str)


@given(_SECRETS, _SALTS, _URNS)
def test_a_school_is_called_the_same_whenever_it_is_asked(secret: str, salt: bytes, urn: str):
    assert pseudonym(key_of(secret, salt), urn) == pseudonym(key_of(secret, salt), urn)


@given(_SECRETS, _SALTS, _SALTS, _URNS)
def test_it_is_called_otherwise_in_another_evaluation(secret: str, salt: bytes, other: bytes, urn: str):
    same = pseudonym(key_of(secret, salt), urn) == pseudonym(key_of(secret, other), urn)
    assert same == (salt == other)


@given(_SECRETS, _SECRETS, _SALTS, _URNS)
def test_who_has_the_salt_and_not_the_secret_cannot_tell_it(secret: str, other: str, salt: bytes, urn: str):
    same = pseudonym(key_of(secret, salt), urn) == pseudonym(key_of(other, salt), urn)
    assert same == (secret == other)
    assert (mark(key_of(secret, salt)) == mark(key_of(other, salt))) == (secret == other)


@given(_SECRETS, _SALTS, _URNS)
def test_no_plain_digest_of_what_an_outsider_knows_gives_it(secret: str, salt: bytes, urn: str):
    called = pseudonym(key_of(secret, salt), urn).removeprefix("s")
    known = urn.encode()
    for digest in (md5, sha1, sha256, sha512):
        for text in (known, salt + known, known + salt, b"school\x00" + known):
            assert not digest(text).hexdigest().startswith(called)
        for key in (b"", salt, known):
            assert not hmac.new(key, b"school\x00" + known, digest).hexdigest().startswith(called)
    assert urn not in called


def test_no_two_schools_of_the_country_are_called_the_same():
    key = key_of("a secret that is long enough for this test", bytes(32))
    assert len({pseudonym(key, str(urn)) for urn in range(100_000, 160_000)}) == 60_000
