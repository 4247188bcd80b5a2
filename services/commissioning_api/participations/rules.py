"""When something may be recorded of a school. Pure: no database."""

from shared.contracts.partnership.participations import ParticipationStatus

from . import errors


def must_take_part(status: ParticipationStatus) -> None:
    """Refuse a school that has not confirmed, or that withdrew."""
    if status is ParticipationStatus.WITHDRAWN:
        raise errors.ParticipationWithdrawn
    if status is not ParticipationStatus.CONFIRMED:
        raise errors.ParticipationNotConfirmed
