"""When something may be recorded of a school. Pure: no database."""

from shared.contracts.partnership.participations import Participation, ParticipationStatus

from . import errors


def must_take_part(participation: Participation) -> None:
    """Refuse a school that has not confirmed, or that withdrew."""
    if participation.status is ParticipationStatus.WITHDRAWN:
        raise errors.ParticipationEnded("The school withdrew from the project, so nothing new is begun for it.")
    if participation.status is not ParticipationStatus.CONFIRMED:
        raise errors.ParticipationNotConfirmed("The school, or its board for it, confirms first that it takes part.")
