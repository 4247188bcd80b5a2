"""Gathering what is known of a project: one statement of figures, and what members and governance say of gaps."""

from uuid import UUID

from services.partnership_api.governance.queries import gaps_of
from services.partnership_api.members.queries import missing_from
from shared.contracts.partnership.delivery_plans import PlanStatus
from shared.contracts.partnership.projects import ProjectKind, ProjectStatus
from shared.kit.clock import today
from shared.kit.db import Connection

from .facts import Facts, PlanStage

_STAGES = {
    PlanStatus.DRAFT: PlanStage.DRAFT,
    PlanStatus.SUBMITTED: PlanStage.SUBMITTED,
    PlanStatus.SIGNED_OFF: PlanStage.SIGNED_OFF,
    PlanStatus.CHANGES_REQUESTED: PlanStage.CHANGES_REQUESTED,
    PlanStatus.APPROVED: PlanStage.APPROVED,
}

# Of a school: whether its authority and a parent carer group answered, about it or about the whole selection.
_HEARD = """
exists (select from consultations c where c.project_id = s.project_id and c.response <> 'awaited'
        and (cardinality(c.urns) = 0 or c.urns && array[s.urn, s.current_urn]) and c.organisation {who})
"""
_FIGURES = """
select p.icb_code, p.programme_year, p.kind, p.status, p.target_schools, y.starts_on, y.ends_on,
       g.id is not null as has_group, case when g.uses_existing_group then g.existing_group_name end as existing_group,
       (select count(*) from decisions where project_id = p.id) as decisions,
       n.status as plan_status, n.id as plan_id, n.funding as plan_funding,
       exists (select from delivery_plans where project_id = p.id and status = 'approved') as plan_in_force,
       exists (select from memoranda where project_id = p.id and status = 'agreed') as memorandum_agreed,
       (select coalesce(array_agg(x ->> 'party'), '{}') from memoranda m, jsonb_array_elements(m.signatures) x
        where m.project_id = p.id and m.status = 'draft' and x ->> 'signed_at' is null) as memorandum_awaits,
       (select coalesce(array_agg(organisation_name order by id) filter (where status = 'awaited'), '{}')
        from sign_offs where delivery_plan_id = n.id) as awaited,
       (select coalesce(array_agg(organisation_name order by id) filter (where status = 'declined'), '{}')
        from sign_offs where delivery_plan_id = n.id) as declined,
       (select coalesce(sum((x ->> 'amount_pence')::bigint), 0)::bigint
        from jsonb_array_elements(n.funding) x) as planned_in_plan,
       a.amount_pence, coalesce(a.released_pence, 0) as released_pence
from projects p
join programme_years y on y.id = p.programme_year_id
left join governance_groups g on g.project_id = p.id
left join allocations a on a.project_id = p.id
left join lateral (select * from delivery_plans where project_id = p.id order by version_number desc limit 1) n on true
where p.id = $1
"""
_SCHOOLS = f"""
select s.school_name, s.la_code, s.cohort, s.status, sch.eligibility = 'ineligible' as ineligible,
       {_HEARD.format(who="= 'la:' || s.la_code")} and {_HEARD.format(who="like 'pcg:%'")} as consulted,
       exists (select from candidates c where c.participation_id = s.id)
       and not exists (select from evidence_items e join candidates c on c.id = e.candidate_id
                       where c.participation_id = s.id) as without_evidence
from participations s join schools sch on sch.urn = s.current_urn
where s.project_id = $1 and s.status <> 'withdrawn' order by s.school_name
"""  # noqa: S608 (put together from the texts of this file)


async def facts_of(connection: Connection, project_id: UUID) -> Facts:
    """What is known of a project today."""
    row = await connection.fetchrow(_FIGURES, project_id)
    schools = await connection.fetch(_SCHOOLS, project_id)
    confirmed = [each["cohort"] for each in schools if each["status"] == "confirmed"]
    return Facts(
        today=today(),
        icb_code=row["icb_code"],
        programme_year=row["programme_year"],
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        kind=ProjectKind(row["kind"]),
        status=ProjectStatus(row["status"]),
        target_schools=row["target_schools"],
        confirmed_new=confirmed.count("new"),
        confirmed_existing=confirmed.count("existing"),
        taking_part=len(schools),
        la_codes=sorted({each["la_code"] for each in schools}),
        ineligible_now=[each["school_name"] for each in schools if each["ineligible"]],
        not_consulted=[each["school_name"] for each in schools if not each["consulted"]],
        without_evidence=[each["school_name"] for each in schools if each["without_evidence"]],
        missing_partners=[each.sentence for each in await missing_from(connection, project_id)],
        has_group=row["has_group"],
        uses_existing_group=row["existing_group"],
        group_gaps=await _gaps(connection, project_id) if row["has_group"] else (),
        decisions=row["decisions"],
        plan=_STAGES.get(row["plan_status"], PlanStage.NONE),
        plan_in_force=row["plan_in_force"],
        awaited=row["awaited"],
        declined=row["declined"],
        memorandum_agreed=row["memorandum_agreed"],
        memorandum_awaits=row["memorandum_awaits"],
        allocated_pence=row["amount_pence"],
        planned_in_plan_pence=row["planned_in_plan"],
        released_pence=row["released_pence"],
    )


async def _gaps(connection: Connection, project_id: UUID) -> list[str]:
    return [gap.sentence for gap in await gaps_of(connection, project_id)]
