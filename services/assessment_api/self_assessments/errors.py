"""Why something about a self-assessment is not done."""

from shared.kit.errors import Conflict, NotFound, Unprocessable


class SelfAssessmentNotFound(NotFound):
    """No self-assessment has this id, or it is not yours to see."""

    title = "There is no self-assessment with this id"


class PointDoesNotFit(Conflict):
    """New schools assess themselves at the start and at the end; existing ones review what they embed."""

    title = "This school does not assess itself at this point"


class BaselineMissing(Conflict):
    """The follow-up is compared with the baseline, so the baseline is submitted first."""

    title = "The baseline has not been submitted"


class InstrumentMissing(Conflict):
    """The national team has published no self-assessment instrument for this programme year."""

    title = "There is no instrument for this programme year yet"


class AlreadyOpened(Conflict):
    """A school assesses itself once at each point of its participation. A submitted one can be opened again."""

    title = "There is a self-assessment at this point already"


class AssessmentSubmitted(Conflict):
    """A submitted self-assessment is not changed, unless its board opens it again with a reason."""

    title = "The self-assessment has been submitted"


class AssessmentNotSubmitted(Conflict):
    """Only a submitted self-assessment can be opened again."""

    title = "The self-assessment has not been submitted"


class AnswersRefused(Unprocessable):
    """Each answer is to a question of the instrument and on its scale. `errors` names each fault."""

    title = "Some answers cannot be saved"


class VersionsDiffer(Unprocessable):
    """Rows of one self-assessment name the one version that was read, or none."""

    title = "Rows of the same self-assessment name different versions"


class AnswersMissing(Conflict):
    """Before submission every required question is answered, or said not to apply, with evidence where that is asked.

    `errors` names everything that is left to do.
    """

    title = "Answers or their evidence are missing"


class NothingToCompare(NotFound):
    """The school has no self-assessment at its start, or the participation is not yours to see."""

    title = "There is no baseline to compare with"


class ChangeNotThereYet(Conflict):
    """What changed can be told once both the baseline and the follow-up are submitted."""

    title = "The change cannot be told yet"
