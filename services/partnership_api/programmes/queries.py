"""How programme years are read. They are public, so every caller sees every row."""

from sqlalchemy import true

from services.partnership_api.programmes.models import ProgrammeYear
from shared.contracts.partnership import programmes as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View

PROGRAMME_YEARS = View(
    ProgrammeYear,
    contract.ProgrammeYear,
    dict.fromkeys(Kind, ProgrammeYear.is_current.expression),
    key="code",
    sorts=("code", "updated_at"),
)
"""The current edition of each year."""

EDITIONS = View(ProgrammeYear, contract.ProgrammeYear, dict.fromkeys(Kind, true()), sorts=("-version",))
