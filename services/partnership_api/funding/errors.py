"""Why something about a project's money is not done."""

from shared.kit.errors import Conflict, NotFound, StaleVersion, Unprocessable


class AllocationNotFound(NotFound):
    """The national team has not allotted anything to this project, or the project is not yours to see."""

    title = "There is no allocation here that you can see"


class AllocationExists(StaleVersion):
    """The allocation is there already: read it, and send its ETag as `If-Match` to set it anew."""

    title = "The project has an allocation already"


class ReleaseNotFound(NotFound):
    """There is no release under this id, or its project is not yours to see."""

    title = "There is no release here that you can see"


class RecoveryNotFound(NotFound):
    """There is no recovery under this id, or its project is not yours to see."""

    title = "There is no recovery here that you can see"


class ProfileDoesNotAddUp(Unprocessable):
    """An allocation is split between the strands without a remainder, each strand once."""

    title = "The strands do not add up to the allocation"


class BeyondAllocation(Conflict):
    """Plan, releases, commitments and spend never exceed what is above them (R18)."""

    title = "This would exceed the allocation"


class BelowReleased(Conflict):
    """An allocation cannot be less than what was released of it and not recovered (R18)."""

    title = "More than that has been released already"


class SetUpNotOver(Conflict):
    """Funding is released only after the set-up phase: plan approved and memorandum agreed (R17)."""

    title = "Funding cannot be released yet"


class ReleaseNotPlanned(Conflict):
    """Only a planned tranche can be released or cancelled."""

    title = "This release is not planned any more"


class NotReleased(Conflict):
    """Only what was released, and has not been recovered yet, can be recovered."""

    title = "There is not that much to recover"
