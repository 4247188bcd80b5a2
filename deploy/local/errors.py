"""What may go wrong on this machine, each said in one sentence.

LocalPlatformError
├── AlreadyRunning
├── LocalDatabaseError
└── GaveUp
"""


class LocalPlatformError(Exception):
    """The local platform cannot do what was asked."""


class AlreadyRunning(LocalPlatformError):
    """Another process holds the platform of this folder."""


class LocalDatabaseError(LocalPlatformError):
    """The embedded database cannot be made or started."""


class GaveUp(LocalPlatformError):
    """A process crashed so often that starting it again is pointless."""


class Refused(Exception):
    """A refusal of the token endpoint, with its code of RFC 6749 section 5.2."""

    def __init__(self, code: str, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.code, self.sentence, self.status = code, sentence, status
