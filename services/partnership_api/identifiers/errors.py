"""Why an organisation's identifiers are not shown."""

from shared.kit.errors import NotFound


class OrganisationNotFound(NotFound):
    """An organisation is named by its kind, a colon and its code, such as `la:383`. Providers are not kept here."""

    title = "There is no organisation with this reference"
