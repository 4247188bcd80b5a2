"""The instruments and ranking weights that come with the service, read from the files beside this module (see README.md)."""

from importlib.resources import files

from services.assessment_api.instruments.schemas import NewInstrument
from services.assessment_api.ranking.schemas import NewRankingRule

_HERE = files(__package__)


def instruments() -> list[NewInstrument]:
    """The illustrative instruments, earliest programme year first."""
    found = [path for path in (_HERE / "instruments").iterdir() if path.name.endswith(".json")]
    return [
        NewInstrument.model_validate_json(path.read_text("utf-8")) for path in sorted(found, key=lambda path: path.name)
    ]


def ranking_rules() -> list[NewRankingRule]:
    """The illustrative ranking weights, earliest programme year first."""
    found = sorted((_HERE / "ranking_rules").iterdir(), key=lambda path: path.name)
    return [NewRankingRule.model_validate_json(path.read_text("utf-8")) for path in found]
