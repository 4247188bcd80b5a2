"""How requests for information are read: by who asks, who is asked, and the board of a school that is asked."""

from sqlalchemy import ARRAY, ColumnElement, Select, Text, and_, any_, exists, func, or_, select, true

from services.reporting_api.evaluation.models import Evaluation
from services.reporting_api.projections.models import Participation, Project, ProjectMember
from services.reporting_api.seen import projects_led
from shared.contracts.partnership.participations import ParticipationStatus
from shared.contracts.reporting import evaluation as contract
from shared.contracts.reporting.evaluation import InformationRequestStatus
from shared.contracts.roles import Kind
from shared.kit.clock import TODAY
from shared.kit.reads import View, caller_code, caller_organisation

from .models import InformationRequest

_ASKED = InformationRequest.asked == caller_organisation()


# A school that is asked is one of a project that the calling board answers for.
_OF_ITS_SCHOOL = InformationRequest.project_id == projects_led()


def _under_an_earlier_number() -> ColumnElement[bool]:
    names = select(func.concat("school:", Participation.urn)).where(Participation.current_urn == caller_code())
    return InformationRequest.asked == any_(func.array(names.scalar_subquery(), type_=ARRAY(Text)))


INFORMATION_REQUESTS = View(
    InformationRequest,
    contract.InformationRequest,
    {
        Kind.NATIONAL: true(),
        Kind.SERVICE: true(),
        Kind.EVALUATOR: InformationRequest.evaluator == caller_organisation(),
        Kind.ICB: or_(_ASKED, _OF_ITS_SCHOOL),
        Kind.LA: _ASKED,
        Kind.SCHOOL: or_(_ASKED, _under_an_earlier_number()),
        Kind.PCG: _ASKED,
    },
    sorts=("id", "updated_at", "due_on"),
    columns={
        "overdue": and_(
            InformationRequest.status == InformationRequestStatus.OPEN,
            InformationRequest.due_on < TODAY,
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
