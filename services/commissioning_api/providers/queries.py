"""How providers are read: all of them by everybody who plans support, and by each provider itself."""

from sqlalchemy import true

from services.commissioning_api.providers.models import Provider
from shared.contracts.commissioning import providers as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View, caller_id

PARTNERS = (Kind.ICB, Kind.LA, Kind.SCHOOL, Kind.PCG, Kind.NATIONAL, Kind.SERVICE)

PROVIDERS = View(
    Provider,
    contract.Provider,
    {**{kind: true() for kind in PARTNERS}, Kind.PROVIDER: Provider.id == caller_id()},
    sorts=("id", "name", "updated_at"),
    columns={"la_code": Provider.__table__.c.la_codes, "profession": Provider.__table__.c.professions},
)
