"""What is found, as its source says it. Pure: no database."""

from typing import NamedTuple

from shared.contracts.assessment.findings import FindingScope


class Said(NamedTuple):
    """What a source says of one domain, question or theme; `need` from 0 to 100."""

    scope: FindingScope
    domain: str
    question: str | None
    statement: str
    need: float
