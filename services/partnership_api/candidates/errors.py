"""Why something about a candidate is not done."""

from shared.kit.errors import Conflict, Forbidden, NotFound, Unprocessable


class CandidateNotFound(NotFound):
    """There is no candidate under this id, or it is not yours to see."""

    title = "There is no candidate here that you can see"


class EvidenceNotFound(NotFound):
    """There is no evidence under this id, or its candidate is not yours to see."""

    title = "There is no evidence here that you can see"


class CandidateAlready(Conflict):
    """A school is a candidate of a project once."""

    title = "The school is a candidate already"


class NotYourSchool(Forbidden):
    """A school speaks for itself; boards, authorities and parent carer groups nominate."""

    title = "A school expresses interest for itself alone"


class CandidateDecidedAlready(Conflict):
    """What is still open, or in reserve, can be decided."""

    title = "This candidate is decided already"


class EvidenceMissing(Conflict):
    """Choice rests on locally available data and intelligence: a candidate is selected on evidence (R20)."""

    title = "There is no evidence for this candidate yet"


class DecisionIncomplete(Unprocessable):
    """A selected school gets a cohort and an offer; what is kept in reserve or declined gets none."""

    title = "The decision does not say what it needs to"


class NotInReserve(Conflict):
    """The place of a school that leaves is taken by a school in the same project's reserve."""

    title = "The candidate is not in the reserve of this project"


class SchoolOfAnotherAuthority(Forbidden):
    """An authority nominates the schools of its own area; boards and parent carer groups nominate any."""

    title = "An authority nominates its own schools alone"
