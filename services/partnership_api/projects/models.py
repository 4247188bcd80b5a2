"""The table of projects."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.partnership_api.tables import Base
from shared.contracts.partnership.projects import ProjectKind, ProjectStatus
from shared.kit.columns import Versioned, primary_key, words
from shared.kit.lives import moves

from . import errors


class Project(Versioned, Base):
    """One board's local arrangement in one programme year. It keeps the edition of the rules it started under."""

    __tablename__ = "projects"
    __table_args__ = (UniqueConstraint("icb_code", "programme_year"),)

    id: Mapped[UUID] = primary_key()
    icb_code: Mapped[str] = mapped_column(ForeignKey("icbs.ods_code"))
    lead_icb_code: Mapped[str] = mapped_column(ForeignKey("icbs.ods_code"), index=True)
    programme_year: Mapped[str] = mapped_column(String(7), index=True)
    programme_year_id: Mapped[UUID] = mapped_column(ForeignKey("programme_years.id"), index=True)
    kind: Mapped[ProjectKind] = mapped_column(words(ProjectKind))
    name: Mapped[str]
    status: Mapped[ProjectStatus] = mapped_column(words(ProjectStatus), default=ProjectStatus.SET_UP)
    target_schools: Mapped[int | None]

    def must_be_open(self) -> None:
        """Refuse what would change a project that is closed."""
        if self.status is ProjectStatus.CLOSED:
            raise errors.ProjectClosed

    def must_be_led_by(self, icb_code: str) -> None:
        """Refuse a board that sees the project and does not answer for it."""
        if icb_code != self.lead_icb_code:
            raise errors.NotTheLead

    def hand_over(self, successor_code: str) -> None:
        """Another board answers for the project from now on, and for what it was when it is closed."""
        self.lead_icb_code = successor_code

    @moves(ProjectStatus.SET_UP, to=ProjectStatus.PLAN_APPROVED, by="review_delivery_plan")
    def approve_plan(self) -> bool:
        """The national team approved the plan; whether that moved the project on. A later plan sends it not back."""
        return self._move_on(ProjectStatus.SET_UP, ProjectStatus.PLAN_APPROVED)

    @moves(ProjectStatus.PLAN_APPROVED, to=ProjectStatus.MOU_AGREED, by="sign_memorandum")
    def agree_memorandum(self) -> bool:
        """All parties signed the memorandum; whether that moved the project on."""
        if self.status is ProjectStatus.SET_UP:
            raise errors.ProjectNotThere("The memorandum follows the approval of the delivery plan.")
        return self._move_on(ProjectStatus.PLAN_APPROVED, ProjectStatus.MOU_AGREED)

    @moves(ProjectStatus.MOU_AGREED, to=ProjectStatus.DELIVERING, by="begin_delivery")
    def deliver(self) -> None:
        """The set-up is over and support begins."""
        if not self._move_on(ProjectStatus.MOU_AGREED, ProjectStatus.DELIVERING):
            raise errors.ProjectNotThere("Delivery begins once the memorandum of understanding is agreed.")

    @moves(ProjectStatus.DELIVERING, to=ProjectStatus.CLOSING, by="begin_closing_project")
    def begin_closing(self) -> None:
        """Delivery is over; what is open is brought to an end."""
        if not self._move_on(ProjectStatus.DELIVERING, ProjectStatus.CLOSING):
            raise errors.ProjectNotThere("Only a project that is delivering can begin to close.")

    @moves(ProjectStatus.CLOSING, to=ProjectStatus.CLOSED, by="close_project")
    def close(self) -> None:
        """Nothing of the project changes any more."""
        if not self._move_on(ProjectStatus.CLOSING, ProjectStatus.CLOSED):
            raise errors.ProjectNotThere("Only a project that is closing can be closed.")

    def _move_on(self, from_status: ProjectStatus, to_status: ProjectStatus) -> bool:
        self.must_be_open()
        if self.status is not from_status:
            return False
        self.status = to_status
        return True
