"""`make demo` and `make dashboard`."""

import json
import time
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import typer

from deploy.local import home, screen
from deploy.local.demo import play, show, year
from deploy.local.demo.organisation import OnThisMachine, Organisation, ServiceAway
from deploy.local.errors import LocalPlatformError

_CAUGHT_UP_SECONDS = 30
# A day of the year, which may be over by now: then every line that was not given whole would be overdue.
_JUDGED_ON = "2026-01-15"
_ANOTHER_BOARD = ("QWO", "QOP")

GiasFile = Annotated[Path | None, typer.Option("--gias", help="A GIAS download; without it, a small made-up one.")]


def demo(gias: GiasFile = None) -> None:
    """Play one board's programme year through the public API, and show what came out."""
    place = home.here()
    if not place.issuer_key.exists():
        raise LocalPlatformError("There is no local platform here yet: `make run` makes one.")
    if gias is not None and not gias.is_file():
        raise LocalPlatformError(f"There is no file {gias}.")
    if gias is None:
        screen.say("Without GIAS=file.csv the demo plays with made-up schools that ship with the project.")
    sample = Path(str(files("deploy.local.demo") / "sample_schools.csv"))
    show.imported(year.import_schools(OnThisMachine(place), gias or sample))
    played, plan = _play(place)
    _remember(place, played)
    _show_support(played.board, played.project["id"])
    show.best_plan(plan)
    _show(place, played.choice.icb_code, played.project["id"], expected=len(played.choice.schools))


def dashboard() -> None:
    """Show the dashboard of the project that the demo played."""
    place = home.here()
    try:
        kept = json.loads((place.folder / "demo.json").read_text())
    except FileNotFoundError:
        raise LocalPlatformError("No demo was played here yet: `make demo` plays one.") from None
    _show(place, kept["icb_code"], kept["project_id"], expected=kept["schools"])


def _play(place: home.Home) -> tuple[year.Year, year.Resource]:
    played = year.prepare(OnThisMachine(place), lambda _: None)
    screen.say(f"{played.choice.icb_name} plays its year with {len(played.choice.schools)} schools.")
    with show.progress(play.number_of_steps(played)) as advance:
        played.advance = advance
        plan = play.play(played)
    return played, plan


def _remember(place: home.Home, played: year.Year) -> None:
    kept = {
        "icb_code": played.choice.icb_code,
        "project_id": played.project["id"],
        "schools": len(played.choice.schools),
    }
    (place.folder / "demo.json").write_text(json.dumps(kept))


def _show_support(board: Organisation, project_id: str) -> None:
    """What commissioning_api says itself, whether or not reporting_api is there."""
    show.money(board.get("commissioning", f"/v1/projects/{project_id}/position"))
    lines = board.lines("commissioning", "/v1/line-deliveries", project_id=project_id, on=_JUDGED_ON)
    show.deliveries(list(lines), _JUDGED_ON)
    show.engagement(list(board.lines("commissioning", "/v1/school-engagement", project_id=project_id)))


def _show(place: home.Home, icb_code: str, project_id: str, expected: int) -> None:
    path = f"/v1/projects/{project_id}/dashboard"
    try:
        with screen.working("Waiting until the dashboard has it all"):
            found = _when_caught_up(Organisation(OnThisMachine(place), f"icb:{icb_code}"), path, expected)
    except ServiceAway:
        screen.say("reporting_api is away; the year was played all the same, and it will catch up.")
        screen.say("Start it with `make start SERVICE=reporting_api`, then `make dashboard` shows what came out.")
        return
    show.dashboard(found)
    another = next(code for code in _ANOTHER_BOARD if code != icb_code)
    status = Organisation(OnThisMachine(place), f"icb:{another}").status_of("reporting", path)
    screen.say(f"Another board ({another}) that asks for this dashboard is answered {status}.")
    show.where_to_look(place, icb_code, project_id)


def _when_caught_up(board: Organisation, path: str, expected: int) -> dict[str, Any]:
    until = time.monotonic() + _CAUGHT_UP_SECONDS
    while True:
        found: dict[str, Any] = {}
        if board.status_of("reporting", path) == 200:
            found = board.get("reporting", path)
            if found["baselines_submitted"] >= expected and found["lines_agreed"] >= 2 * expected:
                return found
        if time.monotonic() > until:
            raise LocalPlatformError(
                f"The dashboard did not catch up within {_CAUGHT_UP_SECONDS} seconds: look at .run/logs."
            )
        time.sleep(0.3)
