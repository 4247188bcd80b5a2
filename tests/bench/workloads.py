"""What is asked of the services: real operations, by callers that the access rules matter to."""

from dataclasses import dataclass, field

ID = "{id}"


@dataclass(frozen=True)
class Read:
    """One GET, of one row out of many or of a page. `keys` is the SQL of the keys that are asked for in turn."""

    name: str
    what: str
    service: str
    path: str
    caller: str
    keys: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    goal: float | None = None
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Write:
    """One POST, under a new key each time."""

    name: str
    what: str
    service: str
    path: str
    caller: str
    body: str
    goal: float | None = None
    beside: tuple[str, ...] = ()


ALL_THREE = ("drf", "node")
_BOARD, _NATION = "icb:QX1", "national:dfe"
_OF_THE_BOARD = "where icb_code = 'QX1' order by md5({key}::text) limit 500"

READS = (
    Read(
        "one-row", "one row by id", "partnership", f"/v1/participations/{ID}", _BOARD,
        "select id::text from participations " + _OF_THE_BOARD.format(key="id"), goal=0.50, beside=ALL_THREE,
    ),
    Read(
        "unchanged", "one row by id, 304", "partnership", f"/v1/participations/{ID}", _BOARD,
        "select id::text from participations " + _OF_THE_BOARD.format(key="id"),
        headers={"If-None-Match": '"1"'}, goal=0.65,
    ),
    Read(
        "list", "list of 50", "partnership", "/v1/participations?limit=50", _BOARD, goal=0.90, beside=ALL_THREE,
    ),
    Read(
        "project", "dashboard of a project", "reporting", f"/v1/projects/{ID}/dashboard", _BOARD,
        "select project_id::text from project_summaries " + _OF_THE_BOARD.format(key="project_id"), goal=0.50,
    ),
    Read("nation", "dashboard of the nation", "reporting", "/v1/national-dashboard", _NATION, goal=0.50),
    Read(
        "analysis", "analysis of the nation", "assessment", "/v1/analysis/nation", _NATION, goal=0.50,
    ),
    Read(
        "survey", "one survey by id", "assessment", f"/v1/surveys/{ID}", _BOARD,
        "select id::text from surveys " + _OF_THE_BOARD.format(key="id"),
    ),
    Read(
        "line", "one package line by id", "commissioning", f"/v1/package-lines/{ID}", _BOARD,
        "select id::text from package_lines " + _OF_THE_BOARD.format(key="id"),
    ),
    Read("lines", "list of 50 package lines", "commissioning", "/v1/package-lines?limit=50", _BOARD),
)  # fmt: skip
WRITES = (
    Write(
        "create", "create, with outbox and idempotency key", "partnership", "/v1/contacts", _BOARD,
        '{"organisation":"icb:QX1","role":"Project lead","name":"Of the bench","email":"bench@example.nhs.uk"}',
        goal=0.50, beside=ALL_THREE,
    ),
)  # fmt: skip
