"""Alembic's way in."""

from services.commissioning_api.models import Base
from shared.kit.migrations import run_environment
from shared.kit.tables import KIT

run_environment(Base.metadata, KIT)
