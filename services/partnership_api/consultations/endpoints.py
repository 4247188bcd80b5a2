"""Consultations over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from services.partnership_api.projects.errors import NotTheLead, ProjectClosed, ProjectNotFound
from shared.contracts.page import Page
from shared.contracts.partnership import selection as contract
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import CONSULTATIONS

router = APIRouter(prefix="/v1", tags=["School selection"], route_class=Route)


@router.post(
    "/projects/{project_id}/consultations",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.Consultation,
    responses=problems(ProjectNotFound, ProjectClosed, NotTheLead, errors.NotAPartner, errors.AnswerUnclear),
)
async def start_consultation(
    project_id: UUID, new: schemas.NewConsultation, request: Request, session: Session, actor: Caller
) -> Response:
    """Consult an authority or a parent carer group on schools, or record that it was consulted and what it said."""
    made = await service.start(session, project_id, new, actor)
    return await created(session, contract.Consultation, made, request, f"/v1/consultations/{made.id}")


@router.get("/consultations", response_model=Page[contract.Consultation], responses=problems(CursorRefused))
async def list_consultations(query: Annotated[schemas.ConsultationQuery, Query()], read: Reading) -> Response:
    """List who was consulted on schools, and what they said."""
    return await read.page(CONSULTATIONS, query)


@router.get(
    "/consultations/{consultation_id}",
    response_model=contract.Consultation,
    responses=problems(errors.ConsultationNotFound),
)
async def get_consultation(consultation_id: UUID, read: Reading) -> Response:
    """Get one consultation."""
    return await read.one(CONSULTATIONS, consultation_id, errors.ConsultationNotFound)


@router.post(
    "/consultations/{consultation_id}/answer",
    response_model=contract.Consultation,
    responses=problems(
        errors.ConsultationNotFound,
        errors.NotYourAnswer,
        errors.AnsweredAlready,
        errors.AnswerUnclear,
        ProjectClosed,
        NotTheLead,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def answer_consultation(
    consultation_id: UUID, said: schemas.ConsultationAnswer, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Answer a consultation: by the partner that was asked, or by the board with what it said."""
    answered = await service.answer(session, consultation_id, said, version, actor)
    return await written(session, contract.Consultation, answered)


@router.get(
    "/consultations/{consultation_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.ConsultationNotFound, CursorRefused),
)
async def get_consultation_history(
    consultation_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """When a partner was asked and answered."""
    return await history(
        read, CONSULTATIONS, consultation_id, "partnership.consultation", query, errors.ConsultationNotFound
    )
