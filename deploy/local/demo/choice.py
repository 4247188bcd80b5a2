"""Which board and which schools the demo plays with: those with the most to show."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from deploy.local.demo.organisation import Organisation
from deploy.local.errors import LocalPlatformError


@dataclass(frozen=True)
class Choice:
    """A board and the eligible schools of its authorities."""

    icb_code: str
    icb_name: str
    schools: list[dict[str, Any]]

    @property
    def la_codes(self) -> list[str]:
        """The authorities those schools belong to."""
        return sorted({school["la_code"] for school in self.schools})


def choose(national: Organisation, limit: int) -> Choice:
    """The board whose authorities have the most eligible schools; authorities shared by boards are left out."""
    boards = {
        each["la_code"]: each["icb_codes"][0]
        for each in national.lines("partnership", "/v1/local-authorities")
        if len(each["icb_codes"]) == 1
    }
    by_board: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for school in national.lines("partnership", "/v1/schools", eligibility="eligible"):
        if board := boards.get(school["la_code"]):
            by_board[board].append(school)
    if not by_board:
        raise LocalPlatformError("The file has no eligible school in an authority of a board.")
    code = max(sorted(by_board), key=lambda board: len(by_board[board]))
    name = national.get("partnership", f"/v1/icbs/{code}")["name"]
    return Choice(code, name, sorted(by_board[code], key=lambda school: str(school["urn"]))[:limit])
