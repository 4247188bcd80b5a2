"""Loading boards and authorities from the service's reference data; what is as it was is left alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, cast

from sqlalchemy import CursorResult, or_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.partnership_api import reference
from shared.kit.clock import utc_now

from .models import Icb, IcbSuccession, IdentifierBefore, LaIcb, LocalAuthority, NationalBody


async def load(session: AsyncSession) -> int:
    """Load every board, succession, authority, national body and replaced code; how many rows are new or changed."""
    boards = [asdict(board) for board in reference.icbs()]
    changed = await _upsert(session, Icb, ["ods_code"], boards)
    changed += await _upsert(session, IcbSuccession, ["predecessor_code", "successor_code"], _successions())
    lies_in: dict[str, list[str]] = defaultdict(list)
    for pair in reference.la_icbs():
        lies_in[pair.la_code].append(pair.icb_code)
    changed += await _upsert(session, LocalAuthority, ["la_code"], _authorities(lies_in))
    pairs = [asdict(pair) | {"lsoa_share": float(pair.lsoa_share)} for pair in reference.la_icbs()]
    changed += await _upsert(session, LaIcb, ["la_code", "icb_code"], pairs)
    bodies = [asdict(body) for body in reference.national_bodies()]
    changed += await _upsert(session, NationalBody, ["code"], bodies)
    before = [asdict(each) for each in reference.identifiers_before()]
    changed += await _upsert(session, IdentifierBefore, ["organisation", "scheme", "value"], before)
    return changed


def _successions() -> list[dict[str, Any]]:
    return [
        {
            "predecessor_code": each.predecessor_ods_code,
            "successor_code": each.successor_ods_code,
            "effective_on": each.effective_on,
            "kind": each.kind,
        }
        for each in reference.icb_successions()
    ]


def _authorities(lies_in: Mapping[str, list[str]]) -> list[dict[str, Any]]:
    return [
        {
            "la_code": each.la_code,
            "name": each.name,
            "gss_code": each.gss_code,
            "region_code": each.region_code,
            "region_name": each.region_name,
            "icb_codes": sorted(lies_in[each.la_code]),
        }
        for each in reference.local_authorities()
    ]


async def _upsert(session: AsyncSession, model: Any, key: Sequence[str], rows: list[dict[str, Any]]) -> int:
    statement = insert(model)
    new = {name: statement.excluded[name] for name in rows[0] if name not in key}
    versioned = {"version": model.version + 1, "updated_at": utc_now()} if hasattr(model, "version") else {}
    differs = or_(*(getattr(model, name).is_distinct_from(value) for name, value in new.items()))
    statement = statement.on_conflict_do_update(index_elements=key, set_=new | versioned, where=differs)
    result = cast("CursorResult[Any]", await session.execute(statement.values(rows)))
    return result.rowcount
