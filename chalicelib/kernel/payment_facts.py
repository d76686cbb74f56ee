"""Facts about an order's money on its way in, and about banks that ask for it back."""

from chalicelib.kernel.facts import Fact


class PaymentStarted(Fact):
    """A buyer was handed to the payment provider."""


class PaymentProcessing(Fact):
    """The provider needs days to confirm; the units stay held."""


class PaymentFailed(Fact):
    """A payment that took days has brought no money after all: the units are given back at once."""


class CardKept(Fact):
    """Somebody who waits lets a card be kept, to buy for them when it is their turn."""


class CardLetGo(Fact):
    """A kept card may not be charged any more: it has bought, its owner's wait is over, or they have withdrawn it."""


class CardRefused(Fact):
    """A kept card could not pay for what came back; the fact says why. Its owner is asked to pay by themselves."""


class PaymentNoted(Fact):
    """A member noted money that came by bank, in cash or on account."""


class PaymentCorrected(Fact):
    """A member took money off again that was noted by mistake."""


class PaymentFallsDue(Fact):
    """A buyer who pays later is reminded that the money is not there yet."""


class InstalmentPaid(Fact):
    """A part of an order was paid, or several at once; the fact names them and how many there are."""


class InstalmentFallsDue(Fact):
    """A buyer who pays in parts is reminded that the next one is about to be charged."""


class InstalmentRefused(Fact):
    """The kept card could not pay a part; the fact says why. Its buyer is asked to pay it."""


class InstalmentOverdue(Fact):
    """A part was not paid in time: the organizer decides, or the order is cancelled as it was agreed."""


class InstalmentsChanged(Fact):
    """A plan was paused, resumed, or a part put off by a member; or its buyer has taken the card off."""


class DisputeOpened(Fact):
    """A buyer's bank asks for a payment back: there is a time to answer with evidence."""


class DisputeAnswered(Fact):
    """A member told the bank what speaks for the payment; the fact says whether that was final."""


class DisputeClosed(Fact):
    """The bank has decided a dispute: it was won, or the money is lost."""


class TicketsRevalidated(Fact):
    """Tickets that were void because of a dispute admit again."""
