"""Why the menu is not ranked for a school."""

from shared.kit.errors import Conflict


class NoMenuInForce(Conflict):
    """What is ranked is the menu in force for the school's programme year (R29): the national team publishes it."""

    title = "No menu is in force for the programme year"
