"""How requests for information are read: by who asks, who is asked, and the board of a school that is asked."""

from sqlalchemy import ColumnElement, Date, Select, Text, and_, cast, exists, func, literal, or_, select, true

from services.reporting_api.evaluation.models import Evaluation
from services.reporting_api.projections.models import Participation, Project, ProjectMember
from shared.contracts.partnership.participations import ParticipationStatus
from shared.contracts.reporting import evaluation as contract
from shared.contracts.reporting.evaluation import InformationRequestStatus
from shared.contracts.roles import Kind
from shared.kit.reads import View, caller_code, caller_organisation

from .models import InformationRequest

_ASKED = InformationRequest.asked == caller_organisation()


def _of_its_school() -> ColumnElement[bool]:
    """The school that is asked is one of a project that the calling board answers for."""
    return exists().where(Project.id == InformationRequest.project_id, Project.lead_icb_code == caller_code())


def _under_an_earlier_number() -> ColumnElement[bool]:
    return exists().where(
        Participation.current_urn == caller_code(),
        literal("school:").op("||")(cast(Participation.urn, Text)) == InformationRequest.asked,
    )


INFORMATION_REQUESTS = View(
    InformationRequest,
    contract.InformationRequest,
    {
        Kind.NATIONAL: true(),
        Kind.SERVICE: true(),
        Kind.EVALUATOR: InformationRequest.evaluator == caller_organisation(),
        Kind.ICB: or_(_ASKED, _of_its_school()),
        Kind.LA: _ASKED,
        Kind.SCHOOL: or_(_ASKED, _under_an_earlier_number()),
        Kind.PCG: _ASKED,
    },
    sorts=("id", "updated_at", "due_on"),
    columns={
        "overdue": and_(
            InformationRequest.status == InformationRequestStatus.OPEN,
            InformationRequest.due_on < cast(func.timezone("Europe/London", func.now()), Date),
        )
    },
)


def taking_part(organisation: str, evaluation: Evaluation) -> Select[Project]:
    """The projects of the evaluation's years that an organisation is part of, the newest first."""
    kind, _, code = organisation.partition(":")
    schools = exists().where(
        Participation.project_id == Project.id,
        Participation.status != ParticipationStatus.WITHDRAWN.value,
        Participation.la_code == code if kind == Kind.LA else or_(
            Participation.urn == code, Participation.current_urn == code
        ),
    )  # fmt: skip
    member = exists().where(ProjectMember.project_id == Project.id, ProjectMember.organisation == organisation)
    parts = {
        Kind.ICB: or_(Project.icb_code == code, Project.lead_icb_code == code),
        Kind.LA: or_(schools, member),
        Kind.PCG: member,
        Kind.SCHOOL: schools,
    }
    of_its_years = Project.programme_year.in_(evaluation.programme_years)
    return select(Project).where(of_its_years, parts[Kind(kind)]).order_by(Project.programme_year.desc(), Project.id)
