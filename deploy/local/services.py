"""The four services: the one table that says what the local platform starts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Service:
    """One of the four, as the local platform sees it."""

    name: str
    port_offset: int
    neighbours: tuple[str, ...] = ()

    @property
    def short_name(self) -> str:
        return self.name.removesuffix("_api")

    @property
    def database(self) -> str:
        """Name of its database and of the role it connects as."""
        return f"pins_{self.short_name}"

    @property
    def owner(self) -> str:
        """Name of the role that owns its database, and migrates it."""
        return f"{self.database}_owner"

    @property
    def subscribes(self) -> bool:
        return bool(self.neighbours)


SERVICES = (
    Service("partnership_api", 1),
    Service("assessment_api", 2, neighbours=("partnership", "assessment")),  # it follows its own feed too
    Service("commissioning_api", 3, neighbours=("partnership", "assessment")),
    Service("reporting_api", 4, neighbours=("partnership", "assessment", "commissioning")),
)

OWNERS = {service.database: service.owner for service in SERVICES}
"""Database to the role that owns it."""
