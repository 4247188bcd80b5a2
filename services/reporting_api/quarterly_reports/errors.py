"""Why something about a quarterly report is not done."""

from shared.kit.errors import Conflict, NotFound, Unprocessable


class ReportNotFound(NotFound):
    """There is no report under this id, or it is not yours to see: partners see it once it is submitted."""

    title = "There is no quarterly report here that you can see"


class QuarterNotFound(NotFound):
    """The project's programme year has no such quarter, or the project is not yours to see."""

    title = "There is no report of this quarter that you can see"


class SubmissionNotFound(NotFound):
    """There is no submission under this id, or it is not yours to see."""

    title = "There is no submission here that you can see"


class ReportHandedIn(Conflict):
    """What is submitted or accepted is not changed: the national team may send a submitted report back."""

    title = "The report has been submitted"


class ReportNotReady(Conflict):
    """A report is submitted once its figures have been taken down and read: make it ready first."""

    title = "The report has not been made ready"


class ReportNotSubmitted(Conflict):
    """The national team decides once on what has been submitted."""

    title = "No submission of this report waits for a decision"


class RequestsOpen(Conflict):
    """A report waits for what partners were asked for it, until they answer or the request is withdrawn.

    `errors` names each request.
    """

    title = "Partners have not answered yet"


class QuarterNotOver(Conflict):
    """The figures of a report are taken once its quarter is over: before that they would be those of a part of it."""

    title = "The quarter is not over yet"


class TemplateMissing(Conflict):
    """The national team has not published which sections the reports of this programme year have."""

    title = "There is no report template for the programme year"


class SectionsUnknown(Unprocessable):
    """A report has the sections of its template, each named once. `errors` names each that is not."""

    title = "These are not sections of the report"


class SectionsOutdated(Conflict):
    """The template was replaced and has these sections no longer: move their text, then save them as null."""

    title = "Something is written in sections that the template has no longer"


class SectionsEmpty(Conflict):
    """A report is submitted with every required section written. `errors` names each that is empty."""

    title = "Required sections are empty"


class FiguresNotThere(Conflict):
    """The copies that figures are taken from are being built, or a service has not been read to its end yet."""

    title = "The figures cannot be taken just now"


class NothingPinned(Conflict):
    """Differences are told against figures that were taken down: make the report ready first."""

    title = "No figures of this report have been taken down"
