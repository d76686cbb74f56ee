"""Facts about an account's webhooks: who listens to it, and who has stopped."""

from chalicelib.kernel.facts import Fact


class WebhookAdded(Fact):
    """A program outside is told of what happens from now on."""


class WebhookChanged(Fact):
    """An endpoint's address, choice of types or state was edited; the fact names the fields."""


class WebhookSecretRotated(Fact):
    """An endpoint has a new secret; the one before signs beside it until the moment that the fact names."""


class WebhookRemoved(Fact):
    """An endpoint was removed: nothing is delivered to it any more."""


class WebhookGone(Fact):
    """An endpoint answered 410 Gone, which asks us to stop: it was disabled."""
