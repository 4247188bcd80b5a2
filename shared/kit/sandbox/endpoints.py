"""`/v1/sandbox`: which scenario is loaded, and loading another. Routes that only a sandbox has."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from shared.contracts import sandbox as contract
from shared.kit.routing import Route, Session
from shared.kit.sandbox import scenarios, state
from shared.kit.sandbox.following import STATE_PATH, Held, followed_by
from shared.kit.service import Service

TAG = "Sandbox"
TAGS = {TAG: "Made-up data by name. Only a sandbox has these operations; all its answers say `X-PINS-Sandbox: true`."}


def router(service: Service) -> APIRouter:
    """The operations. A service that follows others has no reset: it does as they did."""
    routes = APIRouter(prefix="/v1/sandbox", tags=[TAG], route_class=Route)

    @routes.get("", response_model=contract.Sandbox)
    async def read_sandbox(request: Request) -> Response:
        """Say which scenario is loaded, since when, which others there are, and what is worth trying."""
        async with request.app.state.database.reading() as connection:
            return _shown(service, await state.read(connection))

    if not followed_by(service):

        @routes.post("/reset", response_model=contract.Sandbox)
        async def reset_sandbox(reset: contract.SandboxReset, session: Session) -> Response:
            """Forget everything that was done, in all four services, and load a scenario.

            Every organisation may: what a sandbox holds is nobody's own. Cursors of feeds and lists from before are
            refused with 410 or show what there is now; ETags and Idempotency-Keys from before count no more.
            """
            return _shown(service, await state.load(session, service, reset.scenario))

    return routes


def state_router() -> APIRouter:
    """What the other services of the sandbox ask, as often as they are asked themselves."""
    routes = APIRouter()

    @routes.get(STATE_PATH, response_model=Held, include_in_schema=False)
    async def read_sandbox_state(request: Request) -> Held:
        async with request.app.state.database.reading() as connection:
            return Held.model_validate(await state.read(connection))

    return routes


def _shown(service: Service, held: state.State) -> Response:
    shown = contract.Sandbox(
        scenario=held.scenario,
        loaded_at=held.loaded_at,
        cursor=held.cursor,
        scenarios=[
            contract.ScenarioOffered(name=name, sentence=sentence) for name, sentence in scenarios.SENTENCES.items()
        ],
        trials=scenarios.read(service.folder, held.scenario).shown_trials(),
    )
    return Response(shown.model_dump_json(), media_type="application/json")
