"""What an update may be asked with."""

from datetime import date

from shared.contracts.problem import FieldError


def faults_of_due_date(due_on: date, today: date) -> list[FieldError]:
    """A due date that nobody can keep any more."""
    if due_on >= today:
        return []
    return [FieldError(pointer="/due_on", code="past", detail="This day is over. Give the partner a day to come.")]
