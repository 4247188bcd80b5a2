"""Why something about an activity of children's voice is not done."""

from shared.kit.errors import Conflict, NotFound, Unprocessable


class VoiceActivityNotFound(NotFound):
    """No activity has this id, or it is not yours to see."""

    title = "There is no activity of children's voice with this id"


class VoiceGuideMissing(Conflict):
    """The national team has published no guide to children's voice for this programme year."""

    title = "There is no guide to children's voice for this programme year yet"


class VoiceActivityRefused(Unprocessable):
    """It was held within the programme year or its evaluation, by a method of the guide. `errors` names each fault."""

    title = "The activity cannot be recorded as it stands"


class VoiceActivityWithdrawn(Conflict):
    """What was withdrawn stays as it was. An activity that was held after all is recorded anew."""

    title = "The activity has been withdrawn"
