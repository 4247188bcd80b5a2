"""Taking the figures of a project, with the positions of the feeds and the version of the plan they rest on."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting_api.dashboards.parts import SOURCES
from shared.contracts.reporting.report_figures import ReportFigures
from shared.kit.clock import utc_now

from . import errors, rules

# One statement sees one state: figures and positions cannot be from before and after a batch.
_TAKE = text(
    """
    select to_jsonb(s) as summary,
      (select coalesce(jsonb_agg(jsonb_build_object('domain', d.domain, 'mean_score', d.mean_score, 'label',
          (select named ->> 'label' from programme_years y, jsonb_array_elements(y.domains) named
           where y.id = s.programme_year_id and named ->> 'code' = d.domain limit 1)) order by d.domain), '[]')
       from project_domain_summaries d where d.project_id = s.project_id) as domains,
      (select coalesce(jsonb_agg(jsonb_build_object(
          'source', source, 'cursor', cursor, 'applied', applied, 'as_of', as_of) order by source), '[]')
       from consumer_cursors where source = any(:sources)) as positions,
      (select jsonb_build_object('delivery_plan_id', p.id, 'version_number', p.version_number,
          'version', p.version, 'status', p.status)
       from delivery_plans p where p.project_id = s.project_id
       order by (p.status = 'approved') desc, p.version_number desc limit 1) as plan
    from project_summaries s where s.project_id = :project
    """
).columns(summary=JSONB(), domains=JSONB(), positions=JSONB(), plan=JSONB())


async def take(session: AsyncSession, project_id: UUID) -> ReportFigures:
    """The figures as they are now."""
    found = (await session.execute(_TAKE, {"project": project_id, "sources": list(SOURCES)})).one_or_none()
    if found is None:
        raise errors.FiguresNotThere("The project is not known here just now. Try again in a few minutes.")
    return ReportFigures.model_validate(
        {
            "taken_at": utc_now(),
            "figures": rules.figures(found.summary, found.domains),
            "positions": found.positions,
            "plan": found.plan,
        }
    )


def must_be_whole(taken: ReportFigures) -> None:
    """Refuse figures from copies that are still being filled, as they are after a rebuild began."""
    read = {each.source for each in taken.positions if each.as_of is not None}
    if missing := [source for source in SOURCES if source not in read]:
        raise errors.FiguresNotThere(
            f"Not everything that these services said has been read yet: {', '.join(missing)}."
            " Try again in a few minutes."
        )
