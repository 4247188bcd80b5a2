import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from services.partnership_api.main import SERVICE
from tests.support.databases import Databases
from tests.support.serving import live

_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture(scope="module")
def spans() -> InMemorySpanExporter:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    return exporter


@pytest.mark.parametrize("tracing", [True, False])
async def test_a_request_leaves_a_span_of_its_route_in_the_callers_trace_only_when_tracing_is_on(
    databases: Databases, spans: InMemorySpanExporter, tracing: bool
):
    spans.clear()
    async with databases.copy(SERVICE) as url, live(SERVICE, url, tracing=tracing) as service:
        client = service.as_("icb:QWO")
        answer = await client.get("/v1/icbs/QWO", headers={"traceparent": f"00-{_TRACE}-00f067aa0ba902b7-01"})
        assert answer.status_code == 200
    finished = spans.get_finished_spans()
    if not tracing:
        assert finished == ()
        return
    [span] = finished
    assert span.name == "GET /v1/icbs/{ods_code}"
    assert f"{span.context.trace_id:032x}" == _TRACE
    told = str(dict(span.attributes or {}))
    assert "Bearer" not in told
    assert client.headers["Authorization"].split()[1] not in told
