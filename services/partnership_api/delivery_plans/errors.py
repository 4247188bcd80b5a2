"""Why something about a delivery plan is not done."""

from shared.kit.errors import BadRequest, Conflict, NotFound


class PlanNotFound(NotFound):
    """There is no delivery plan under this id, or its project is not yours to see."""

    title = "There is no delivery plan here that you can see"


class PlanExists(Conflict):
    """A project has one plan, in numbered versions: revise the newest to change what is in force."""

    title = "The project has a delivery plan already"


class PlanOpen(Conflict):
    """One version of a plan is worked on at a time."""

    title = "Another version of the plan is being worked on"


class PlanNotDraft(Conflict):
    """Only a draft can be changed or submitted; revise the plan to go on from there."""

    title = "The plan is not a draft"


class PlanIsDraft(Conflict):
    """A draft is simply changed; a version is revised once it has been submitted."""

    title = "The plan is still a draft"


class PlanNotSubmitted(Conflict):
    """Partners sign the version that was submitted to them, and no other."""

    title = "The plan is not open for signatures"


class PlanNotSignedOff(Conflict):
    """The national team reviews a plan once every partner has signed it."""

    title = "The plan is not signed off by every partner"


class SectionsMissing(Conflict):
    """A plan says what support, how it is commissioned, and with what money (R13). `errors` names each gap."""

    title = "Sections of the plan are still missing"


class PlanBeyondAllocation(Conflict):
    """The plan's funding lines never come to more than the project's allocation (R18)."""

    title = "The plan spends more than is allotted"


class VersionUnknown(BadRequest):
    """A plan is compared with another version of the same project's plan."""

    title = "The plan has no version of this number"
