"""What the demo shows: progress while it plays, tables of what came out, and where to look further."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from deploy.local import home, screen
from deploy.local.demo.organisation import addresses

Resource = dict[str, Any]
_SHOWN_SCHOOLS = 12
_SHOWN_REASONS = 2


@contextmanager
def progress(total: int) -> Iterator[Callable[[str], None]]:
    """A bar that moves with each step; on a screen that is no terminal, a line every forty steps."""
    if not screen.is_terminal():
        done = 0

        def count(step: str) -> None:
            nonlocal done
            done += 1
            if done % 40 == 1 or done == total:
                screen.say(f"[{done}/{total}] {step}")

        yield count
        return
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns) as bar:
        task = bar.add_task("", total=total)
        yield lambda step: bar.update(task, advance=1, description=step[:70])


def imported(counts: Resource) -> None:
    """What the import of the schools did."""
    numbers = ("inserted", "updated", "unchanged", "closed", "rejected")
    changed = sum(counts[name] for name in numbers[:2])
    said = ", ".join(f"{counts[name]} {name}" for name in numbers)
    screen.say(f"Schools imported: {changed} changed ({said}).")
    for row in counts["rejected_rows"][:5]:
        screen.say(f"  row {row['row']}, {row['column']}: {row['detail']}")


def dashboard(board: Resource) -> None:
    """A project's dashboard, as reporting_api gives it."""
    screen.say("")
    screen.say(f"{board['name']} ({board['icb_code']}, {board['programme_year']}, {board['kind']})")
    screen.table(
        ("Schools", "Target", "Confirmed", "Baselines in", "Lines agreed", "Hours", "Cost"),
        [
            (
                str(len(board["schools"])),
                str(board["target_schools"]),
                str(board["new_confirmed"] + board["existing_confirmed"]),
                str(board["baselines_submitted"]),
                str(board["lines_agreed"]),
                f"{board['hours']:g}",
                _pounds(board["cost_pence"]),
            )
        ],
    )
    screen.table(
        ("Domain", "Schools assessed", "Mean score of 100"),
        [(str(each["label"]), str(each["schools_assessed"]), f"{each['mean_score']:.1f}") for each in board["domains"]],
    )
    _schools(board["schools"])
    screen.say("As of: " + ", ".join(f"{name} {moment}" for name, moment in board["as_of"].items()))


def _schools(schools: Sequence[Resource]) -> None:
    rows = [
        (each["urn"], each["school_name"], each["la_code"], str(each["baseline_status"]), _pounds(each["cost_pence"]))
        for each in schools[:_SHOWN_SCHOOLS]
    ]
    screen.table(("URN", "School", "LA", "Baseline", "Agreed support"), rows)
    if len(schools) > _SHOWN_SCHOOLS:
        screen.say(f"... and {len(schools) - _SHOWN_SCHOOLS} more.")


def money(position: Resource) -> None:
    """Where a project's money stands, by strand and in all."""
    accounts = ("allocated", "released", "free", "committed", "invoiced", "spent", "underspend_forecast")
    screen.say("")
    screen.table(
        ("Money", *(name.replace("_", " ").capitalize() for name in accounts)),
        [
            (_in_words(each["strand"] or "all"), *(_pounds(each[f"{name}_pence"]) for name in accounts))
            for each in [*position["strands"], position["total"]]
        ],
    )


def deliveries(lines: Sequence[Resource], on: str) -> None:
    """How what was bought is going, as of a day of the year."""
    by_state: dict[str, list[Resource]] = {}
    for line in lines:
        by_state.setdefault(line["state"], []).append(line)
    screen.say("")
    screen.table(
        (f"Bought, as of {on}", "Lines", "Hours bought", "Hours held", "Sessions held"),
        [
            (
                _in_words(state),
                str(len(of_state)),
                *(f"{sum(each[name] for each in of_state):g}" for name in ("hours_bought", "hours_held")),
                str(sum(each["sessions_held"] for each in of_state)),
            )
            for state, of_state in sorted(by_state.items())
        ],
    )


def engagement(schools: Sequence[Resource]) -> None:
    """Strand two in one sentence."""
    met = sum(each["meetings_summer"] + each["meetings_autumn"] + each["meetings_spring"] > 0 for each in schools)
    gaps = sum(each["without_engagement"] for each in schools)
    screen.say(
        f"Parent carers met senior leaders in {met} of {len(schools)} schools; {gaps} have nothing of it so far."
    )


def best_plan(plan: Resource) -> None:
    """A support proposal in three lines: what it comes to, what binds it, and what it does for a school."""
    if plan["status"] != "found":
        screen.say(f"The best plan: {plan['status']}. {' '.join(plan['conflicts']) or plan['failure'] or ''}".rstrip())
        return
    cost = sum(line["cost_pence"] for line in plan["lines"])
    screen.say(
        f"The best plan beside it: {len(plan['lines'])} lines for {plan['schools']} schools, {_pounds(cost)}, at most "
        f"{plan['gap']:.1%} from the best there is, in {plan['seconds']:.1f} seconds."
    )
    for binding in plan["binding"][:1]:
        screen.say(
            f"What to loosen first: {binding['limit']} {binding['loosened_by']} That would cover "
            f"{binding['would_buy']:.0f} of need besides {plan['objective']:.0f}."
        )
    for school in plan["plans"][:1]:
        screen.say(f"For {school['school_name']}: {' '.join(school['why'][:_SHOWN_REASONS])}")


def _in_words(slug: str) -> str:
    return slug.replace("_", " ").capitalize()


def where_to_look(place: home.Home, icb_code: str, project_id: str) -> None:
    """The addresses behind what was shown, with a command that fetches each."""
    base = addresses(place)
    token = f'-H "Authorization: Bearer $(make -s token ORG=icb:{icb_code})"'
    screen.say("")
    screen.say("Look further, as the board:")
    for service, path in (
        ("reporting", f"/v1/projects/{project_id}/dashboard"),
        ("reporting", f"/v1/dashboard-schools?project_id={project_id}&format=csv"),
        ("partnership", f"/v1/participations?project_id={project_id}"),
        ("commissioning", f"/v1/ledger-entries?project_id={project_id}&format=csv"),
        ("commissioning", f"/v1/support-proposals?project_id={project_id}"),
        ("partnership", "/v1/events?limit=5"),
    ):
        screen.say(f'  curl {token} "{base[service]}{path}"')
    screen.say(f"The documentation of each service is at its /docs, such as {base['partnership']}/docs")


def _pounds(pence: int) -> str:
    return f"£{pence / 100:,.2f}"
