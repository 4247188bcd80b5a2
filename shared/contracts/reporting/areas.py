"""Dashboards of what several projects come to: local authorities, boards and the nation."""

from typing import Annotated

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.reporting.dashboards import AsOf, Counted, DomainProfile, Ledger, Progress
from shared.contracts.reporting.measures import Measured
from shared.contracts.types import Count, LaCode, OdsCode, Pence, ProgrammeYear


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


class DashboardIcb(_Funded):
    """One board in one programme year, flat: the projects it started and those that were handed over to it.

    A project that was handed over is in the rows of both boards, so do not add boards up: the national row has the sum.
    """

    icb_code: OdsCode
    projects_handed_over: Annotated[Count, Field(description="Of them, those that another board answers for now.")]
    projects_taken_over: Annotated[Count, Field(description="Of them, those that another board started.")]


class DashboardNation(_Funded):
    """All projects of one programme year, flat."""


class YearDomain(DomainProfile):
    """One domain in one programme year."""

    programme_year: ProgrammeYear


_Domains = Annotated[list[YearDomain], Field(max_length=2000)]


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


class NationalDashboard(Output):
    """The programme at a glance: each programme year, newest first."""

    years: Annotated[list[DashboardNation], Field(max_length=100)]
    domains: _Domains
    as_of: AsOf
