"""What a theme says, and the need that it speaks of. Pure: no database."""

from hashlib import sha256
from types import MappingProxyType

from services.assessment_api.findings.rules import Said
from shared.contracts.assessment.findings import FindingScope
from shared.contracts.assessment.themes import Prevalence, ThemeKind

NEEDS = MappingProxyType({Prevalence.FEW: 25.0, Prevalence.SOME: 50.0, Prevalence.MANY: 75.0, Prevalence.MOST: 100.0})
"""The need that a concern speaks of, by how widely it is held: four equal steps."""


def gist(statement: str) -> str:
    """The same for statements that differ in nothing but capitals and spaces, and of one length, so that an index
    takes it.
    """
    return sha256(" ".join(statement.split()).casefold().encode()).hexdigest()


def findings(kind: ThemeKind, domain: str, statement: str, prevalence: Prevalence) -> list[Said]:
    """What is found because of an active theme: a concern is a need, a strength is none."""
    if kind is ThemeKind.STRENGTH:
        return []
    return [Said(FindingScope.THEME, domain, None, statement, NEEDS[prevalence])]
