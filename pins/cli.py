"""`pins`: the platform from a terminal or a script."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from pins import reading, show
from pins.client import Client
from pins.commands import DEFAULT, Commands, ProfileName, client_of, pairs
from pins.errors import PinsError, Refused, Usage
from pins.feed import feed
from pins.files import write_atomically
from pins.kinds import KINDS
from pins.lists import OF_LIST
from pins.login import login
from pins.uploads import MEDIA_TYPES, Upload, counts, refused_rows

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="The PINS platform from a terminal. Exit codes: 0 done; 1 refused by the service; 2 wrong usage; "
    "3 not signed in or not allowed; 4 not reached; 130 stopped.",
)
app.command()(login)
app.add_typer(feed, name="feed")

Filters = Annotated[list[str] | None, typer.Argument(help="key=value, as many as wanted.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file, whole or not at all.")]
_REPORT_FORMS = {"json": "application/json", "html": "text/html", "pdf": "application/pdf"}


@app.command()
def token(profile_name: ProfileName = DEFAULT) -> None:
    """Print an access token, and nothing else."""
    with client_of(profile_name) as client:
        show.line(client.token())


@app.command()
def get(path: str, filters: Filters = None, profile_name: ProfileName = DEFAULT) -> None:
    """Print what is at PATH: the service's name, then the path there, as in partnership/v1/schools/107866."""
    service, _, rest = path.strip("/").partition("/")
    with client_of(profile_name) as client:
        answer = client.get(service, rest, pairs(filters or []))
    if answer.headers.get("Content-Type", "").split(";")[0].endswith("json"):
        show.as_json(answer.json())
    else:
        show.bytes_out([answer.content])


@app.command("list")
def list_(
    name: str,
    filters: Filters = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many rows.")] = None,
    updated_since: Annotated[str | None, typer.Option(help="Only what changed since, as 2026-09-01T00:00:00Z.")] = None,
    form: Annotated[show.Form, typer.Option("--format", "-f")] = "table",
    columns: Annotated[str | None, typer.Option(help="Columns of the table, with commas between them.")] = None,
    profile_name: ProfileName = DEFAULT,
) -> None:
    """Print a list, all its pages. `pins lists` names them."""
    asked = pairs(filters or []) | ({"updated_since": _moment(updated_since)} if updated_since else {})
    with client_of(profile_name) as client:
        if form == "csv":
            _csv(client, name, asked, limit)
        elif form == "ndjson":
            for row in reading.rows(client, name, asked, limit):
                show.line(_compact(row))
        else:
            found = list(reading.rows(client, name, asked, limit))
            show.as_json(found) if form == "json" else show.table(found, columns.split(",") if columns else ())


@app.command()
def lists() -> None:
    """Print the names of the lists, and whose they are."""
    show.table([{"list": name, "service": service} for name, service in OF_LIST.items()])


@app.command()
def kinds() -> None:
    """Print what can be uploaded, and what each needs."""
    show.table([{"kind": name, "needs": ", ".join(of.places), "is": of.says} for name, of in KINDS.items()])


@app.command()
def upload(
    kind: str,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    values: Filters = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
    form: Annotated[Literal["table", "json"], typer.Option("--format", "-f")] = "table",
    profile_name: ProfileName = DEFAULT,
) -> None:
    """Upload FILE as KIND, with what the kind needs as key=value. The same file sent again takes effect once."""
    if kind not in KINDS:
        raise Usage(f"There is no such kind of upload. There are: {', '.join(KINDS)}.")
    if file.suffix.lower() not in MEDIA_TYPES:
        raise Usage(f"A file to upload ends in {' or '.join(MEDIA_TYPES)}.")
    sent = Upload(KINDS[kind], pairs(values or []), file.read_bytes(), MEDIA_TYPES[file.suffix.lower()], dry_run)
    with client_of(profile_name) as client:
        answer: dict[str, Any] = sent.send(client, sent.headers(client)).json()
    if form == "json":
        show.as_json(answer)
    else:
        show.table([counts(answer)])
        show.places(answer.get("errors") or [])
    if refused_rows(answer):
        raise typer.Exit(PinsError.exit_code)


@app.command()
def readiness(
    project: str,
    form: Annotated[Literal["table", "json"], typer.Option("--format", "-f")] = "table",
    profile_name: ProfileName = DEFAULT,
) -> None:
    """Print how a project stands against the guidance, rule by rule."""
    with client_of(profile_name) as client:
        standing = client.get("partnership", f"/v1/projects/{_segment(project)}/readiness").json()
    if form == "json":
        show.as_json(standing)
        return
    show.table(standing["rules"])
    show.say(f"{standing['met']} met, {standing['not_met']} not met, {standing['not_yet_due']} not yet due.")


@app.command()
def report(
    project: str,
    quarter: Annotated[int, typer.Argument(min=1, max=4)],
    form: Annotated[Literal["json", "html", "pdf"], typer.Option("--format", "-f")] = "json",
    output: Output = None,
    profile_name: ProfileName = DEFAULT,
) -> None:
    """Print the quarterly report of a project, or write it to a file."""
    wanted = _REPORT_FORMS[form]
    with client_of(profile_name) as client:
        found = client.get("reporting", f"/v1/projects/{_segment(project)}/quarterly-reports/{quarter}").json()
        answer = client.get("reporting", f"/v1/quarterly-reports/{found['id']}/document", accept=wanted)
    if answer.headers.get("Content-Type", "").split(";")[0] != wanted:
        raise Refused(406, {"title": f"This installation does not give reports as {form.upper()}"})
    if output:
        write_atomically(output, [answer.content])
    else:
        show.bytes_out([answer.content])


def _csv(client: Client, name: str, asked: dict[str, str], limit: int | None) -> None:
    with reading.whole(client, name, asked, "csv") as answer:
        if limit is None:
            show.bytes_out(answer.iter_bytes())
        else:
            show.first_rows_of_csv(reading.lines(answer), limit)


def _compact(row: reading.Row) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Usage("--updated-since is a moment, as 2026-09-01T00:00:00Z.") from None
    if moment.tzinfo is None:
        raise Usage("--updated-since says its time zone, as the Z in 2026-09-01T00:00:00Z does.")
    return text


def _segment(text: str) -> str:
    if not re.fullmatch(r"[0-9A-Za-z-]+", text):
        raise Usage("A project is named by its id, as in the list of projects.")
    return text


def main() -> None:
    """Run a command."""
    app(prog_name="pins")
