"""Dashboards of what several projects come to: local authorities, regions, boards and the nation."""

from typing import Annotated

from pydantic import Field, StringConstraints

from shared.contracts.base import Output
from shared.contracts.reporting.dashboards import AsOf, Counted, DomainProfile, Ledger, Progress, StrandMoney
from shared.contracts.reporting.deadlines import MOST_NEXT_DEADLINES, NextDeadline
from shared.contracts.reporting.measures import Measured
from shared.contracts.reporting.readiness import ReadinessCounts
from shared.contracts.types import Count, LaCode, Name, OdsCode, Pence, ProgrammeYear

RegionCode = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z]$", max_length=1),
    Field(description="A region of England by its letter in GIAS. X: of authorities not known.", examples=["D"]),
]


class _Year(Measured):
    programme_year: ProgrammeYear
    projects: Count


class _Funded(Ledger, Progress, Counted, _Year):
    target_schools: Annotated[Count, Field(description="New schools expected, of the projects that have a target.")]
    allocated_pence: Pence
    planned_release_pence: Pence
    released_pence: Pence


class DashboardAuthority(Progress, Counted, _Year):
    """The schools of one local authority in one programme year, flat."""

    la_code: LaCode


class DashboardIcb(ReadinessCounts, _Funded):
    """One board in one programme year, flat: the projects it started and those that were handed over to it.

    A project that was handed over is in the rows of both boards, so do not add boards up: the national row has the sum.
    """

    icb_code: OdsCode
    projects_handed_over: Annotated[Count, Field(description="Of them, those that another board answers for now.")]
    projects_taken_over: Annotated[Count, Field(description="Of them, those that another board started.")]


class DashboardNation(ReadinessCounts, _Funded):
    """All projects of one programme year, flat."""


class YearDomain(DomainProfile):
    """One domain in one programme year."""

    programme_year: ProgrammeYear


class YearStrand(StrandMoney):
    """One strand in one programme year."""

    programme_year: ProgrammeYear


_Domains = Annotated[list[YearDomain], Field(max_length=2000)]
_Strands = Annotated[list[YearStrand], Field(max_length=1000)]
_NextDeadlines = Annotated[
    list[NextDeadline],
    Field(max_length=MOST_NEXT_DEADLINES, description="The next days to come, the earliest first."),
]


class AuthorityDashboard(Output):
    """A local authority at a glance: each programme year, newest first."""

    la_code: LaCode
    years: Annotated[list[DashboardAuthority], Field(max_length=100)]
    domains: _Domains
    as_of: AsOf


class IcbDashboard(Output):
    """A board at a glance: each programme year, newest first. The board before a succession has its own."""

    icb_code: OdsCode
    years: Annotated[list[DashboardIcb], Field(max_length=100)]
    domains: _Domains
    as_of: AsOf
    strands: _Strands
    deadlines: _NextDeadlines


class NationalDashboard(Output):
    """The programme at a glance: each programme year, newest first."""

    years: Annotated[list[DashboardNation], Field(max_length=100)]
    domains: _Domains
    as_of: AsOf
    strands: _Strands
    deadlines: _NextDeadlines


class _Region(Output):
    region_code: RegionCode
    region_name: Name
    region_gss_code: Annotated[
        str | None,
        StringConstraints(pattern=r"^E[0-9]{8}$", max_length=9),
        Field(description="The code of the Office for National Statistics. Null: the region is not known."),
    ]


class DashboardRegion(Progress, Counted, _Year, _Region):
    """The schools of one region of England in one programme year, flat: those of all its local authorities.

    A project counts in each region where it has schools, so do not add `projects` up: the national row has the sum.
    Money is kept by project and not by authority: hours and costs here are those of the schools' agreed lines.
    """

    local_authorities: Annotated[Count, Field(description="Authorities of the region with schools in a project.")]


class RegionDashboard(_Region):
    """A region at a glance: each programme year, newest first."""

    years: Annotated[list[DashboardRegion], Field(max_length=100)]
    domains: _Domains
    as_of: AsOf
