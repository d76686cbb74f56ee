"""Facts: what happened, in the past tense. At once the audit log, the outbox and the webhook event.

A fact holds ids, states and amounts, never personal data: who needs a name loads it by id, so that erasing a
person leaves no trace here. `docs/facts.md` is made from these classes.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True)
class Fact:
    """One thing that happened to `subject` (an id). `data` is plain JSON."""

    subject: str
    account_id: str
    event_id: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    version: ClassVar[int] = 1

    @classmethod
    def name(cls) -> str:
        """The class name, which is what webhooks and reactions are told: `OrderPaid`."""
        return cls.__name__


def all_facts() -> list[type[Fact]]:
    """Every fact that Foyer knows, by name."""
    return sorted(Fact.__subclasses__(), key=lambda fact: fact.__name__)


class AccountCreated(Fact):
    """Somebody signed up: an account with its first organizer exists."""


class AccountChanged(Fact):
    """Settings of an account were changed."""


class AuditExported(Fact):
    """Somebody asked for a file of the audit log."""


class MerchantChanged(Fact):
    """What an account, or one of its organizers, can charge on its own Stripe account has changed: to which status."""


class PaymentSettingsChanged(Fact):
    """An account's ways to pay were changed."""


class PlatformFeesChanged(Fact):
    """An operator changed what the platform takes: of every account, or of this one."""


class EventCreated(Fact):
    """An event was drafted."""


class EventChanged(Fact):
    """An event's details were edited."""


class EventRescheduled(Fact):
    """An event, or one date of it, moves in time or place: those who have bought are told."""


class EventPublished(Fact):
    """An event went live: its page is public and its products are on sale."""


class EventPostponed(Fact):
    """An event will not take place when it was announced; nothing is sold until it is resumed."""


class EventResumed(Fact):
    """A postponed event is on sale again."""


class EventCancelled(Fact):
    """An event will not take place; nothing more is sold."""


class CancellationStarted(Fact):
    """All orders of an event are to be cancelled; the fact names the run, since a stopped one may be started again."""


class CancellationFinished(Fact):
    """Each order of a cancelled event has its result; the fact counts those that people have to look at."""


class EventArchived(Fact):
    """An event is over: it can be read, but no longer changed."""


class TemplateSaved(Fact):
    """An event was saved as a template of its account."""


class ProductAdded(Fact):
    """A product was added to an event's catalogue."""


class CatalogueChanged(Fact):
    """Something that an event sells, or asks its buyers, was added, changed or removed."""


class PoolAdded(Fact):
    """An event has a new limit."""


class PoolResized(Fact):
    """A limit was raised or lowered, or spread over more shards."""


class CapacityReached(Fact):
    """So many percent of a limit are sold or held: told once for each level."""


class ReleasePlanned(Fact):
    """A limit is to change at a moment that was set."""


class ReleaseDropped(Fact):
    """A planned change of a limit will not take place."""


class ReleaseFailed(Fact):
    """A planned change of a limit could not be made; the fact names the reason."""


class BlockMade(Fact):
    """Units were taken out of the sale and are kept for a group or for guests."""


class BlockReleased(Fact):
    """Unsold units of a block are on sale again."""


class WaitlistJoined(Fact):
    """Somebody waits for what is sold out."""


class WaitlistOffered(Fact):
    """Units that came back are held for somebody who waited for them."""


class WaitlistLeft(Fact):
    """Somebody waits no longer."""


class OccurrencesAdded(Fact):
    """An event takes place on more dates."""


class OccurrenceChanged(Fact):
    """One date of a series was changed or cancelled."""


class CodeAdded(Fact):
    """An event has a new promo or access code."""


class CodeChanged(Fact):
    """A promo or access code was changed or removed."""


class OrderReserved(Fact):
    """Units are held for a buyer until the hold ends."""


class OrderPaid(Fact):
    """Nothing more is owed: the order is complete. Free orders get here without a payment."""


class OrderExpired(Fact):
    """The hold ended without payment; the units are on sale again."""


class OrderCancelled(Fact):
    """The buyer or a member gave the order up, or its event was called off before its money came.

    Its tickets are void and the units are on sale again.
    """


class TicketsReturned(Fact):
    """Some tickets of an order are void and their units on sale again; the rest of the order stays as it is."""


class OrderAwaitsApproval(Fact):
    """The buyer has told all; the organizer has to accept or decline before anything is paid."""


class OrderApproved(Fact):
    """The organizer accepted the order; its buyer may pay now."""


class OrderAwaitsPayment(Fact):
    """The buyer will pay by other ways (bank, cash) until a day; the units stay held."""


class OrderEdited(Fact):
    """A member changed details of an order or of one of its tickets; the fact names the fields, not what they say."""


class OrderNeedsReview(Fact):
    """A payment does not match its order: somebody has to look before tickets are issued."""


class RefundRequested(Fact):
    """Money has to go back: the refund worker asks the provider."""


class RefundPending(Fact):
    """The provider has taken a refund in; it will say later whether the money has arrived."""


class RefundSucceeded(Fact):
    """The provider has paid money back."""


class RefundFailed(Fact):
    """The provider could not pay money back: it is open to be refunded in another way."""


class InvoiceIssued(Fact):
    """An order's invoice has a number and will not change any more."""


class CreditNoteIssued(Fact):
    """A refund was taken off an invoice: the correction has a number of its own."""


class TicketsIssued(Fact):
    """An order's tickets exist and can be scanned."""


class MailSent(Fact):
    """A message about an order left for its buyer."""


class TicketAdmitted(Fact):
    """A ticket was scanned for the first time on a list: its holder is in."""


class WorkflowFailed(Fact):
    """A workflow gave up on a step; an alarm rings and the sweep will try again."""
