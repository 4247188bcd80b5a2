"""Why something about a contact is not done."""

from shared.kit.errors import Conflict, Forbidden, NotFound


class ContactNotFound(NotFound):
    """There is no contact under this id, it was erased, or it is not one that the caller may see."""

    title = "There is no contact here that you can see"


class NotYoursToKeep(Forbidden):
    """An organisation keeps its own contacts, a board those of its projects' members, the national team all."""

    title = "This organisation's contacts are not yours to keep"


class ContactOfNobody(Conflict):
    """A contact belongs to an organisation that is registered, or that is a member of a project."""

    title = "There is no such organisation to be a contact of"
