"""Which events are followed, and into which table each resource goes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.dialects.postgresql import JSONB, Insert, insert

from shared.contracts.assessment import priorities, self_assessments, surveys
from shared.contracts.base import Output
from shared.contracts.commissioning import delivery, engagement, ledger, packages
from shared.contracts.event import CloudEvent, Event
from shared.contracts.partnership import (
    delivery_plans,
    funding,
    memoranda,
    organisations,
    participations,
    programmes,
    projects,
)

from . import models

Copy = models.Projection | models.Evaluator
_ONLY_VERSION = 1
_LAST_VERSION = 2**31 - 1


@dataclass(frozen=True, eq=False)
class Kept:
    """Which resource goes into which table, and the statement that puts it there."""

    contract: type[Output]
    model: type[Copy]
    columns: frozenset[str]
    structures: frozenset[str]
    upsert: Insert

    def row(self, event: CloudEvent) -> dict[str, Any]:
        """What is kept of what an event says."""
        said = self.contract.model_validate(event.data)
        row = said.model_dump(include=set(self.columns - self.structures))
        row |= said.model_dump(mode="json", include=set(self.structures))
        row.setdefault("version", _ONLY_VERSION)
        if "withdrawn" in self.columns:
            # It is announced at the version that it had, and nothing of this id follows.
            row["withdrawn"] = event.type == surveys.SurveyWithdrawn.type
            row["version"] = _LAST_VERSION if row["withdrawn"] else row["version"]
        return row


def _kept(contract: type[Output], model: type[Copy]) -> Kept:
    new = insert(model)
    table = model.__table__.columns
    keys = [column.name for column in table if column.primary_key]
    columns = frozenset(column.name for column in table)
    upsert = new.on_conflict_do_update(
        index_elements=keys,
        set_={name: new.excluded[name] for name in columns.difference(keys)},
        where=model.version < new.excluded.version,
    )
    structures = frozenset(column.name for column in table if isinstance(column.type, JSONB))
    return Kept(contract, model, columns, structures, upsert)


def _each(events: Iterable[type[Event]], contract: type[Output], model: type[Copy]) -> Mapping[str, Kept]:
    kept = _kept(contract, model)
    return {event.type: kept for event in events}


_PLAN_EVENTS = (
    delivery_plans.DeliveryPlanStarted,
    delivery_plans.DeliveryPlanChanged,
    delivery_plans.DeliveryPlanSubmitted,
    delivery_plans.DeliveryPlanSignedOff,
    delivery_plans.DeliveryPlanSentBack,
    delivery_plans.DeliveryPlanApproved,
    delivery_plans.DeliveryPlanSuperseded,
)
_MEMORANDUM_EVENTS = (
    memoranda.MemorandumDrafted,
    memoranda.MemorandumSigned,
    memoranda.MemorandumAgreed,
    memoranda.MemorandumSuperseded,
)
_RELEASE_EVENTS = (funding.ReleasePlanned, funding.ReleaseMade, funding.ReleaseCancelled, funding.ReleaseRecovered)
_EVALUATOR_EVENTS = (organisations.EvaluatorRegistered, organisations.EvaluatorChanged)
PARTNERSHIP: Mapping[str, Kept] = {
    **_each(_EVALUATOR_EVENTS, organisations.Evaluator, models.Evaluator),
    **_each([programmes.ProgrammeYearPublished], programmes.ProgrammeYear, models.ProgrammeYear),
    **_each(projects.PROJECT_EVENTS, projects.Project, models.Project),
    **_each([projects.MemberJoined, projects.MemberLeft], projects.Member, models.ProjectMember),
    **_each(participations.PARTICIPATION_EVENTS, participations.Participation, models.Participation),
    **_each(_PLAN_EVENTS, delivery_plans.DeliveryPlan, models.DeliveryPlan),
    **_each(_MEMORANDUM_EVENTS, memoranda.Memorandum, models.Memorandum),
    **_each([funding.AllocationSet, funding.AllocationReduced], funding.Allocation, models.Allocation),
    **_each(_RELEASE_EVENTS, funding.Release, models.Release),
}
_ASSESSMENT_EVENTS = (
    self_assessments.SelfAssessmentOpened,
    self_assessments.SelfAssessmentAnswered,
    self_assessments.SelfAssessmentChanged,
    self_assessments.SelfAssessmentSubmitted,
    self_assessments.SelfAssessmentReopened,
)
_PRIORITY_EVENTS = (
    priorities.PrioritiesProposed,
    priorities.PrioritiesConfirmed,
    priorities.PrioritiesAgreed,
    priorities.PrioritiesSuperseded,
)
_SURVEY_EVENTS = (surveys.SurveyRecorded, surveys.SurveyChanged, surveys.SurveyWithdrawn)
ASSESSMENT: Mapping[str, Kept] = {
    **_each(_ASSESSMENT_EVENTS, self_assessments.SelfAssessment, models.SelfAssessment),
    **_each(_PRIORITY_EVENTS, priorities.PrioritySet, models.PrioritySet),
    **_each(_SURVEY_EVENTS, surveys.Survey, models.Survey),
}
_SESSION_EVENTS = (
    delivery.SessionPlanned,
    delivery.SessionChanged,
    delivery.SessionHeld,
    delivery.SessionCancelled,
)
_ENTRY_EVENTS = (engagement.EngagementRecorded, engagement.EngagementChanged, engagement.EngagementWithdrawn)
COMMISSIONING: Mapping[str, Kept] = {
    **_each(packages.PACKAGE_LINE_EVENTS, packages.PackageLine, models.PackageLine),
    **_each(_SESSION_EVENTS, delivery.DeliverySession, models.DeliverySession),
    **_each([engagement.SchoolGroupRecorded], engagement.SchoolGroup, models.SchoolGroup),
    **_each(_ENTRY_EVENTS, engagement.EngagementEntry, models.EngagementEntry),
    **_each([ledger.LedgerEntryMade], ledger.LedgerEntry, models.LedgerEntry),
}
EVERY: Mapping[str, Kept] = {**PARTNERSHIP, **ASSESSMENT, **COMMISSIONING}
