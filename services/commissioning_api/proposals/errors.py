"""Why a plan is not looked for, stopped or taken from."""

from shared.kit.errors import Conflict, Forbidden, NotFound


class ProjectNotFound(NotFound):
    """No project that you can see has this id."""

    title = "There is no project with schools under this id that you can see"


class ProposalNotFound(NotFound):
    """No support proposal that you can see has this id."""

    title = "There is no support proposal with this id"


class ProposedLineNotFound(NotFound):
    """The plan of this proposal has no line of this number."""

    title = "There is no line with this number in the proposal"


class AnotherBoardLeads(Forbidden):
    """Support is planned by the board that answers for the project now."""

    title = "Another board answers for this project"


class NoConfirmedSchools(Conflict):
    """A plan is for schools that have confirmed that they take part, so there has to be one."""

    title = "No school of this project has confirmed so far"


class NoMenuInForce(Conflict):
    """A plan chooses from the menu in force for the project's year (R29), so there has to be one."""

    title = "No menu is in force for the programme year"


class AlreadyAtWork(Conflict):
    """One plan is looked for at a time. Wait for it or cancel it: see `/v1/support-proposals`."""

    title = "A plan for this project is being looked for already"


class ProposalEnded(Conflict):
    """Only what is waiting or being worked on can be cancelled."""

    title = "The proposal has ended already"


class ProposalStillRunning(Conflict):
    """Lines are accepted once the plan has stopped changing."""

    title = "The proposal has not ended yet"


class NoFindingCited(Conflict):
    """Every line says which findings it answers (R30). The plan found none in this domain: send `finding_ids`."""

    title = "The line cites no finding"


class LineAccepted(Conflict):
    """A proposed line becomes one line of the school's package, once: `accepted_as` is its id."""

    title = "The line was accepted already"
