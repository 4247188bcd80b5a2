"""How instruments are read. A draft is the national team's own; what is or was published is everybody's."""

from sqlalchemy import true

from shared.contracts.assessment import instruments as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View

from .models import Instrument

_PUBLIC = Instrument.status != contract.InstrumentStatus.DRAFT

INSTRUMENTS = View(
    Instrument,
    contract.Instrument,
    dict.fromkeys(Kind, _PUBLIC) | {Kind.NATIONAL: true()},
    sorts=("id", "updated_at"),
)
