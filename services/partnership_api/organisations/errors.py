"""Why something about an organisation is not done."""

from shared.kit.errors import Conflict, Forbidden, NotFound


class IcbNotFound(NotFound):
    """No integrated care board, past or present, has this ODS code."""

    title = "There is no board with this ODS code"


class LocalAuthorityNotFound(NotFound):
    """No English local authority has this DfE code."""

    title = "There is no local authority with this code"


class ParentCarerGroupNotFound(NotFound):
    """No parent carer group is registered under this id."""

    title = "There is no parent carer group with this id"


class AuthoritiesUnknown(Conflict):
    """A group serves English local authorities, each named by its DfE code of three digits."""

    title = "The group names a local authority that does not exist"


class NotYourGroup(Forbidden):
    """A parent carer group may change what is said of itself, not of others."""

    title = "A group may only change its own details"


class NationalBodyNotFound(NotFound):
    """The bodies of the national team are `dfe` and `nhse`."""

    title = "There is no national body with this code"


class EvaluatorNotFound(NotFound):
    """No evaluator is registered under this code."""

    title = "There is no evaluator with this code"


class EvaluatorExists(Conflict):
    """A code stands for one evaluator, also after its time."""

    title = "An evaluator with this code is registered already"


class EvaluatorEndsTooEarly(Conflict):
    """The last day of an evaluator's time is not before its first."""

    title = "The evaluator's time would end before it begins"
