"""Lines of a CSV file put together into surveys, and places in a survey found again among its lines. Pure."""

from collections.abc import Callable, Sequence

from shared.contracts.problem import FieldError

from . import errors, schemas

_SAME = ("respondents", "respondents_send", "version")


def gathered(lines: Sequence[schemas.SurveyLine]) -> schemas.SurveyGiven:
    """The survey that lines make up. Raises LinesDiffer where they contradict each other."""
    must_agree(lines)
    # Each line was read by a schema of the same bounds.
    questions = [
        schemas.GivenQuestion.model_construct(
            question=question,
            counts=[
                schemas.GivenCount(value=lines[at].value or 0, count=lines[at].count)
                for at in of
                if lines[at].value is not None
            ],
            not_applicable=sum(lines[at].count for at in of if lines[at].value is None),
        )
        for question, of in _by_question(lines).items()
    ]
    first = lines[0]
    return schemas.SurveyGiven.model_construct(
        respondents=first.respondents, respondents_send=first.respondents_send, questions=questions
    )


def must_agree(lines: Sequence[schemas.SurveyLine]) -> None:
    """Refuse lines that say different things of their survey, or the same thing twice."""
    wrong = [
        FieldError(pointer=f"/{place}/{name}", code="differs", detail="The lines of a survey say the same here.")
        for place, line in enumerate(lines)
        for name in _SAME
        if getattr(line, name) != getattr(lines[0], name)
    ]
    seen: set[tuple[str, int | None]] = set()
    for place, line in enumerate(lines):
        if (line.question, line.value) in seen:
            detail = "This value of this question is counted twice."
            wrong.append(FieldError(pointer=f"/{place}/value", code="repeated", detail=detail))
        seen.add((line.question, line.value))
    if wrong:
        raise errors.LinesDiffer(errors=wrong)


def locator(
    rows: Sequence[schemas.SurveyRow | schemas.SurveyLine],
) -> Callable[[str], tuple[int, str] | None]:
    """Which line, and which column of it, a place in a survey is; None where the survey came whole."""
    lines = [row for row in rows if isinstance(row, schemas.SurveyLine)]
    of_question = list(_by_question(lines).values())

    def place_of(pointer: str) -> tuple[int, str] | None:
        match pointer.split("/")[1:] if lines else []:
            case [number, name] if number.isdecimal():
                return int(number), name
            case ["questions", number, "counts", place, name]:
                return [at for at in of_question[int(number)] if lines[at].value is not None][int(place)], name
            case ["questions", number, *rest]:
                return of_question[int(number)][0], rest[0] if rest else "count"
            case [name, *_]:
                return 0, name
        return None

    return place_of


def _by_question(lines: Sequence[schemas.SurveyLine]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        found.setdefault(line.question, []).append(place)
    return found
