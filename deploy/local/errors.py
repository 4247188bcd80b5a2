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
