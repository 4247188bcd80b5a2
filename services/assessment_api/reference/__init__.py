"""The instruments and ranking weights that come with the service, from the files beside this module (see README.md)."""

from importlib.resources import files

from services.assessment_api.instruments.schemas import NewInstrument
from services.assessment_api.ranking.schemas import NewRankingRule
from shared.contracts.assessment.instruments import InstrumentKind

_HERE = files(__package__)
_KINDS = list(InstrumentKind)


def instruments() -> list[NewInstrument]:
    """The illustrative instruments, earliest programme year first, the kinds in their order."""
    found = [path for path in (_HERE / "instruments").iterdir() if path.name.endswith(".json")]
    read = [NewInstrument.model_validate_json(path.read_text("utf-8")) for path in found]
    return sorted(read, key=lambda new: (new.programme_year, _KINDS.index(new.kind)))


def instrument(kind: InstrumentKind) -> NewInstrument:
    """The newest illustrative instrument of a kind."""
    return [new for new in instruments() if new.kind is kind][-1]


def ranking_rules() -> list[NewRankingRule]:
    """The illustrative ranking weights, earliest programme year first."""
    found = sorted((_HERE / "ranking_rules").iterdir(), key=lambda path: path.name)
    return [NewRankingRule.model_validate_json(path.read_text("utf-8")) for path in found]
