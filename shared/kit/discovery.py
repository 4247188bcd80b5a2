"""`GET /`: what this service is and where to go from here."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from shared.contracts.base import Output
from shared.kit.openapi import SERVICE_TAG
from shared.kit.service import Service

CONTRACT_VERSION = "1.0.0"
Address = Annotated[str, Field(max_length=500)]


class Description(Output):
    """The service, its version, and links to everything a newcomer needs."""

    name: Annotated[str, Field(max_length=80)]
    title: Annotated[str, Field(max_length=200)]
    description: Annotated[str, Field(max_length=2000)]
    version: Annotated[str, Field(max_length=40)]
    contract_version: Annotated[str, Field(max_length=40)]
    environment: Annotated[str, Field(max_length=40)]
    links: Annotated[
        dict[str, Address],
        Field(max_length=50, examples=[{"documentation": "https://partnership.pins.example/docs"}]),
    ]


def router(service: Service, version: str) -> APIRouter:
    """The service's front door, open to anybody."""
    door = APIRouter(tags=[SERVICE_TAG])

    @door.get("/", response_model=Description, operation_id="describe_service")
    async def describe_service(request: Request) -> Description:
        """Say what this service is, its versions, and where its documents are."""
        settings = request.app.state.settings
        base_url = settings.base_url
        return Description(
            name=service.name,
            title=service.title,
            description=service.description,
            version=version,
            contract_version=CONTRACT_VERSION,
            environment=settings.environment,
            links={
                "self": f"{base_url}/",
                "guide": f"{base_url}/guide",
                "documentation": f"{base_url}/docs",
                "openapi": f"{base_url}/openapi.json",
                "problems": f"{base_url}/problems",
                "events": f"{base_url}/v1/events",
                "health": f"{base_url}/health/ready",
                "metrics": f"{base_url}/metrics",
                "token": str(settings.token_url),
            },
        )

    return door
