"""Why a table is not exported."""

from shared.kit.errors import Conflict, Gone, NotFound, Unprocessable


class FlatTableNotFound(NotFound):
    """`/v1/flat-tables` has the names of the tables there are."""

    title = "There is no flat table of this name"


class UnknownTable(Unprocessable):
    """`/v1/flat-tables` has the names of the tables there are."""

    title = "There is no flat table of this name to export"


class ExportNotFound(NotFound):
    """No export of your organisation has this id."""

    title = "There is no export of yours with this id"


class FileNotFound(NotFound):
    """The link is not one that was given out, or not whole. Read the export again for its link."""

    title = "There is no file at this address"


class FileExpired(Gone):
    """A file is kept for some hours. Ask for a new export: it will also be of newer rows."""

    title = "The file is kept no longer"


class TooManyRowsDirectly(Conflict):
    """Ask for it as a job with `POST /v1/exports`, or filter it to fewer rows."""

    title = "The table has more rows than are given directly"


class TooManyRowsForForm(Conflict):
    """A sheet of Excel holds 1,048,575 rows. Filter it to fewer, or take CSV, NDJSON or Parquet."""

    title = "The table has more rows than a sheet can hold"


class TooManyExports(Conflict):
    """Wait until one of them has ended, or cancel one: see `/v1/exports`."""

    title = "Your organisation has as many exports under way as it may"


class ExportEnded(Conflict):
    """Only what is waiting or being written can be cancelled."""

    title = "The export has ended already"
