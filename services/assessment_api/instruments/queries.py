"""How instruments are read. They are published tools, so every caller sees every edition."""

from sqlalchemy import true

from services.assessment_api.instruments import models
from shared.contracts.assessment import instruments as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View

INSTRUMENTS = View(models.Instrument, contract.Instrument, {kind: true() for kind in Kind}, sorts=("id", "updated_at"))
