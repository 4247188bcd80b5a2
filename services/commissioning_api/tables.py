"""The metadata of this service's own tables."""

from shared.kit.columns import TableBase, new_metadata


class Base(TableBase):
    """What every table of commissioning_api derives from."""

    __abstract__ = True
    metadata = new_metadata()
