"""Stripe: cards that are kept for later, charged while their owner is away, and taken off again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from chalicelib.domain.kept_cards import KeptCard
from chalicelib.domain.payments import Payment
from chalicelib.domain.saved_cards import SavedCard, Setup
from chalicelib.gateways.stripe_client import asking, for_account, stripe_client

if TYPE_CHECKING:
    import stripe

_STATUS: dict[str, Literal["succeeded", "cancelled"]] = {"succeeded": "succeeded", "canceled": "cancelled"}
# Whoever Stripe does not know is as good as forgotten.
_UNKNOWN = "resource_missing"


def open_setup(card: SavedCard, name: str, email: str) -> Setup:
    """What a browser needs to enter the card. The same card always gives the same customer and the same setup.

    Raises Unreachable, CardsNotReady.
    """
    told = {"card_id": card.card_id, "waitlist_id": card.entry_id}
    with asking():
        client = stripe_client().v1
        customer = client.customers.create(
            {"name": name, "email": email, "metadata": told},
            for_account(card.merchant, f"customer:{card.card_id}"),
        )
        answer = client.setup_intents.create(
            {
                "customer": customer.id,
                "usage": "off_session",
                "allowed_payment_method_types": ["card"],
                "metadata": told,
            },
            for_account(card.merchant, f"setup:{card.card_id}"),
        )
    return _setup(answer, customer.id)


def get_setup(card: SavedCard) -> Setup:
    """What Stripe says of it now. Raises Unreachable, CardsNotReady."""
    with asking():
        answer = stripe_client().v1.setup_intents.retrieve(
            card.setup_reference, {"expand": ["payment_method"]}, for_account(card.merchant)
        )
    return _setup(answer, card.customer)


def _setup(answer: "stripe.SetupIntent", customer: str) -> Setup:
    status: Literal["open", "succeeded", "cancelled"] = _STATUS.get(answer.status, "open")
    made = Setup(answer.id, customer, answer.client_secret or "", status)
    method = answer.payment_method
    if status != "succeeded" or not method or isinstance(method, str) or not method.card:
        return made
    shown = method.card
    entered = (method.id, shown.brand, shown.last4, shown.exp_month, shown.exp_year)
    return Setup(answer.id, customer, made.client_secret, status, *entered)


def new_customer(payment: Payment) -> str:
    """Whoever keeps a card by paying with it: a customer of no name, the same for the same payment."""
    told = {"order_id": payment.order_id, "payment_id": payment.payment_id}
    options = for_account(payment.merchant, f"customer:{payment.payment_id}")
    return stripe_client().v1.customers.create({"metadata": told}, options).id


def kept_card_of(answer: "stripe.PaymentIntent") -> KeptCard | None:
    """The card that a payment was made with, if it is kept; None if the answer was not asked to tell."""
    method, customer = answer.payment_method, answer.customer
    if answer.status != "succeeded" or not customer or not method or isinstance(method, str) or not method.card:
        return None
    shown = method.card
    owner = customer if isinstance(customer, str) else customer.id
    return KeptCard(owner, method.id, shown.brand, shown.last4, shown.exp_month, shown.exp_year)


def charge(payment: Payment, method: str, return_url: str, attempt: int = 0) -> str:
    """Charge the card while its owner is away: "" once that is done or under way, else the reason that Stripe gives.

    However often it is asked, one payment is made once: by its key, and because a payment cannot be paid twice. Another
    `attempt` asks the bank again. Raises Unreachable, CardsNotReady.
    """
    import stripe

    try:
        with asking():
            stripe_client().v1.payment_intents.confirm(
                payment.provider_reference,
                {"payment_method": method, "off_session": True, "return_url": return_url},
                for_account(payment.merchant, f"charge:{payment.payment_id}" + (f":{attempt}" if attempt else "")),
            )
    except (stripe.CardError, stripe.InvalidRequestError) as error:
        return error.code or "refused"
    return ""


def forget(card: SavedCard) -> None:
    """Nothing of the card stays at Stripe, whichever part of it had been made. Raises Unreachable, CardsNotReady."""
    if not card.customer:
        return
    options = for_account(card.merchant)
    with asking():
        client = stripe_client().v1
        with _unless_done():  # it was entered, or cancelled, already
            client.setup_intents.cancel(card.setup_reference, {}, options)
        if card.method:
            with _unless_done():
                client.payment_methods.detach(card.method, {}, options)
        with _unless_done(_UNKNOWN):
            client.customers.delete(card.customer, {}, options)


def forget_kept(merchant: str, card: KeptCard) -> None:
    """The same of a card that was kept by paying with it. Raises Unreachable, CardsNotReady."""
    options = for_account(merchant)
    with asking():
        client = stripe_client().v1
        with _unless_done():
            client.payment_methods.detach(card.method, {}, options)
        with _unless_done(_UNKNOWN):
            client.customers.delete(card.customer, {}, options)


@contextmanager
def _unless_done(code: str = "") -> Iterator[None]:
    """Around a call that Stripe refuses once it was done, in these words if any are given."""
    import stripe

    try:
        yield
    except stripe.InvalidRequestError as error:
        if code not in ("", error.code):
            raise
