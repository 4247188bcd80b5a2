"""What may go wrong on this machine, each said in one sentence.

LocalPlatformError
└── LocalDatabaseError
"""


class LocalPlatformError(Exception):
    """The local platform cannot do what was asked."""


class LocalDatabaseError(LocalPlatformError):
    """The embedded database cannot be made or started."""
