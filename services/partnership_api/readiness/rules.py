"""How a project stands to each rule, R1 to R21, and what to do about it. Pure functions of what is known.

`not_met` is what somebody can and should do now; `not_yet_due` waits for something before it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from shared.contracts.partnership.projects import ProjectKind, ProjectStatus
from shared.contracts.partnership.readiness import Standing

from .facts import Facts, PlanStage


@dataclass(frozen=True, slots=True)
class Verdict:
    """How it stands, why in a sentence, and the path below the project where something is to be done."""

    standing: Standing
    reason: str
    path: str | None = None


_LONGEST = 500


def _met(reason: str) -> Verdict:
    return Verdict(Standing.MET, reason)


def _to_do(reason: str, path: str) -> Verdict:
    return Verdict(Standing.NOT_MET, reason if len(reason) <= _LONGEST else f"{reason[: _LONGEST - 1]}…", path)


def _later(reason: str) -> Verdict:
    return Verdict(Standing.NOT_YET_DUE, reason)


def _listed(names: Iterable[str], most: int = 5) -> str:
    found = list(names)
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return ", ".join(found[:most]) + more


def one_project_a_year(facts: Facts) -> Verdict:
    """R1: any board may run a project, one in each programme year."""
    return _met(f"This is the one project of {facts.icb_code} in {facts.programme_year}.")


def new_or_continuing(facts: Facts) -> Verdict:
    """R2: a project continues what its board, or one it succeeded, did the year before."""
    before = "had a" if facts.kind is ProjectKind.CONTINUING else "had no"
    return _met(f"The project is {facts.kind}: its board {before} project the year before.")


def as_many_schools_as_expected(facts: Facts) -> Verdict:
    """R3: the target is expected, not exact; a difference is reported."""
    if facts.target_schools is None:
        return _met("The programme year names no target for this kind of project.")
    said = f"{facts.confirmed_new} of {facts.target_schools} expected additional schools are confirmed."
    if facts.confirmed_new >= facts.target_schools:
        return _met(said)
    if facts.today <= facts.ends_on:
        return _later(said)
    return _to_do(f"{said} The difference belongs into the report.", "selection-progress")


def mainstream_primary_schools(facts: Facts) -> Verdict:
    """R4: only mainstream primary schools; a doubtful case with a reason."""
    if facts.ineligible_now:
        return _to_do(f"No longer eligible: {_listed(facts.ineligible_now)}.", "participations")
    if not facts.taking_part:
        return _later("No school is selected yet.")
    return _met("Every school that takes part is a mainstream primary school, or has its reason recorded.")


def inside_the_window(facts: Facts) -> Verdict:
    """R5: delivery falls inside the year's window."""
    if facts.today < facts.starts_on:
        return _later(f"The year's delivery starts on {facts.starts_on:%d %B %Y}.")
    if facts.today <= facts.ends_on or facts.status in (ProjectStatus.CLOSING, ProjectStatus.CLOSED):
        return _met(f"Delivery ends on {facts.ends_on:%d %B %Y}.")
    return _to_do(f"Delivery ended on {facts.ends_on:%d %B %Y}: the project is to be closed.", "closing")


def existing_schools_go_on(facts: Facts) -> Verdict:
    """R6: a continuing project also supports its existing schools, with a lighter offer."""
    if facts.kind is ProjectKind.NEW:
        return _met("A new project has no existing schools.")
    if facts.confirmed_existing:
        return _met(f"{facts.confirmed_existing} existing schools go on with the embedding offer.")
    return _to_do("No existing school is confirmed for the embedding offer.", "participations")


def partnership_complete(facts: Facts) -> Verdict:
    """R7: board, authorities with schools, schools and a parent carer group."""
    if facts.missing_partners:
        return _to_do(" ".join(facts.missing_partners), "members")
    return _met("Every kind of partner that the year requires is there.")


def decisions_recorded(facts: Facts) -> Verdict:
    """R8: key decisions are recorded with who took part."""
    if facts.decisions:
        return _met(f"{facts.decisions} decisions are recorded with who took part.")
    if facts.status is ProjectStatus.SET_UP and facts.plan < PlanStage.SUBMITTED:
        return _later("Nothing has been decided yet that would have to be recorded.")
    return _to_do("No decision is recorded with who took part.", "decisions")


def governed(facts: Facts) -> Verdict:
    """R9: a governance group with board, authorities with schools, and parent carers."""
    if not facts.has_group:
        return _to_do("The project has no governance group yet.", "governance-group")
    if facts.group_gaps:
        return _to_do(" ".join(facts.group_gaps), "governance-group")
    return _met("The governance group has the board, each authority with a school, and parent carers.")


def existing_group_considered(facts: Facts) -> Verdict:
    """R10: whether an existing multi-agency SEND group is used, and which."""
    if not facts.has_group:
        return _later("It is recorded with the governance group, which is not there yet.")
    used = facts.uses_existing_group
    return _met(f"An existing group is used: {used}." if used else "No existing group is used, and that is recorded.")


def kept_by_reporting(_: Facts) -> Verdict:
    """R11 and R12: quarterly reports, and the updates partners give for them."""
    return Verdict(Standing.ELSEWHERE, "Reports and the updates for them are kept by the reporting service.")


def plan_written(facts: Facts) -> Verdict:
    """R13: a delivery plan that says what, how, and with what money."""
    if facts.plan is PlanStage.NONE:
        return _to_do("There is no delivery plan yet.", "delivery-plans")
    if facts.plan is PlanStage.DRAFT and not facts.plan_in_force:
        return _to_do("The delivery plan is still a draft.", "delivery-plans")
    return _met("The delivery plan is complete.")


def plan_signed_off(facts: Facts) -> Verdict:
    """R14: all relevant partners sign the plan off."""
    if facts.plan_in_force or facts.plan >= PlanStage.SIGNED_OFF:
        return _met("Every partner that has to sign the plan has signed it.")
    if facts.plan < PlanStage.SUBMITTED:
        return _later("The plan is signed once it is submitted.")
    declined = f" Declined: {_listed(facts.declined)}." if facts.declined else ""
    return _to_do(f"Awaited: {_listed(facts.awaited) or 'nobody'}.{declined}", "sign-offs")


def plan_approved(facts: Facts) -> Verdict:
    """R15: the national team reviews the plan."""
    if facts.plan_in_force:
        return _met("The national team approved the plan.")
    if facts.plan is PlanStage.CHANGES_REQUESTED:
        return _to_do("The national team asked for changes: answer each point, then submit again.", "review-points")
    if facts.plan is PlanStage.SIGNED_OFF:
        return _to_do("The plan waits for the national team's review.", "delivery-plans")
    return _later("The national team reviews the plan once every partner has signed it.")


def memorandum(facts: Facts) -> Verdict:
    """R16: an approved plan enables the memorandum of understanding."""
    if facts.memorandum_agreed:
        return _met("Board, DfE and NHSE have agreed the memorandum of understanding.")
    if not facts.plan_in_force:
        return _later("The memorandum follows the approval of the plan.")
    awaited = f" Awaited: {_listed(facts.memorandum_awaits)}." if facts.memorandum_awaits else ""
    return _to_do(f"The memorandum of understanding is not agreed yet.{awaited}", "memoranda")


def funding_after_set_up(facts: Facts) -> Verdict:
    """R17: funding is released only after the set-up phase."""
    ready = facts.plan_in_force and facts.memorandum_agreed
    if facts.released_pence:
        return _met(f"{_pounds(facts.released_pence)} released, after plan and memorandum were agreed.")
    if not ready:
        return _later("Nothing is released until the plan is approved and the memorandum agreed.")
    return _to_do("Funding may be released, and none has been yet.", "releases")


def money_inside_money(facts: Facts) -> Verdict:
    """R18: plan and releases never exceed the allocation."""
    if facts.allocated_pence is None:
        return _later("The national team has not set the allocation yet.")
    limit = _pounds(facts.allocated_pence)
    if max(facts.planned_in_plan_pence, facts.released_pence) > facts.allocated_pence:
        return _to_do(f"More is planned or released than the allocation of {limit}.", "funding")
    return _met(f"What is planned and released stays within the allocation of {limit}.")


def schools_chosen_together(facts: Facts) -> Verdict:
    """R19: authorities and parent carer groups are consulted on the schools."""
    if facts.not_consulted:
        return _to_do(f"Nobody was consulted on: {_listed(facts.not_consulted)}.", "consultations")
    return _met("Partners were consulted on every school.") if facts.taking_part else _later("No school is selected.")


def choice_rests_on_evidence(facts: Facts) -> Verdict:
    """R20: each selection carries its evidence and rationale."""
    if facts.without_evidence:
        return _to_do(f"No evidence is recorded for: {_listed(facts.without_evidence)}.", "candidates")
    return _met("Every selection carries its reason.") if facts.taking_part else _later("No school is selected.")


def authorities_spanned(facts: Facts) -> Verdict:
    """R21: a project may span one authority or many."""
    if not facts.la_codes:
        return _later("No school is selected, so no authority is spanned yet.")
    return _met(f"The project spans the authorities {_listed(facts.la_codes, 12)}.")


def _pounds(pence: int) -> str:
    return f"£{pence / 100:,.2f}"


RULES: tuple[tuple[str, Callable[[Facts], Verdict]], ...] = (
    ("R1", one_project_a_year),
    ("R2", new_or_continuing),
    ("R3", as_many_schools_as_expected),
    ("R4", mainstream_primary_schools),
    ("R5", inside_the_window),
    ("R6", existing_schools_go_on),
    ("R7", partnership_complete),
    ("R8", decisions_recorded),
    ("R9", governed),
    ("R10", existing_group_considered),
    ("R11", kept_by_reporting),
    ("R12", kept_by_reporting),
    ("R13", plan_written),
    ("R14", plan_signed_off),
    ("R15", plan_approved),
    ("R16", memorandum),
    ("R17", funding_after_set_up),
    ("R18", money_inside_money),
    ("R19", schools_chosen_together),
    ("R20", choice_rests_on_evidence),
    ("R21", authorities_spanned),
)


def title_of(rule: Callable[[Facts], Verdict]) -> str:
    """The rule in a sentence: the first line of its docstring, without its number."""
    return (rule.__doc__ or "").split(": ", 1)[1].splitlines()[0].rstrip(".").capitalize()
