"""How evaluations are read: by everybody who may be asked, and by their own evaluator."""

from sqlalchemy import true

from shared.contracts.reporting import evaluation as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View, caller_organisation

from .models import Evaluation

_MAY_BE_ASKED = (Kind.NATIONAL, Kind.SERVICE, Kind.ICB, Kind.LA, Kind.SCHOOL, Kind.PCG)

EVALUATIONS = View(
    Evaluation,
    contract.Evaluation,
    {
        **{kind: true() for kind in _MAY_BE_ASKED},
        Kind.EVALUATOR: Evaluation.evaluator == caller_organisation(),
    },
    sorts=("id", "updated_at"),
)
