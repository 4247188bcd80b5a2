"""Why something about a webhook is not done."""

from shared.kit.errors import Conflict, Forbidden, NotFound, Unavailable, Unprocessable


class WebhookNotFound(NotFound):
    """There is no webhook under this id, or it is not your organisation's."""

    title = "There is no webhook here that you can see"


class DeliveryNotFound(NotFound):
    """There is no message under this id, it is not your organisation's, or it is kept no longer."""

    title = "There is no message here that you can see"


class TargetNotAllowed(Unprocessable):
    """A webhook goes to an https address on the public internet, with no user or password in it."""

    title = "Nothing can be sent to this address"


class UnknownEventType(Unprocessable):
    """`/v1/events` of each service and its documentation say which types of events there are."""

    title = "There are no events of this type"


class FeedNotYours(Forbidden):
    """A webhook tells of what its owner may read: the token needs the read scope of every service it listens to."""

    title = "The token may not read what this webhook would tell of"


class TooManyWebhooks(Conflict):
    """An organisation has a limited number of webhooks. Delete one, or give one more types."""

    title = "Your organisation has as many webhooks as it may"


class StillBeingTried(Conflict):
    """A message that is on its way, or waits for its next attempt, needs no redelivery."""

    title = "This message is still being tried"


class NoWebhookKeys(Unavailable):
    """Whoever runs the service has to set `PINS_WEBHOOK_KEYS` before there can be webhooks."""

    title = "The service has no key to keep the secrets of webhooks with"
