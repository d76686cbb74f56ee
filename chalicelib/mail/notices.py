"""Short mails that are about no order: a place on a waiting list, a limit that is nearly reached."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage

from chalicelib.domain.accounts import User
from chalicelib.domain.catalogue import Pool, Product
from chalicelib.domain.events import Event
from chalicelib.domain.instalments import Plan
from chalicelib.domain.merchants import Merchant
from chalicelib.domain.orders import Order
from chalicelib.domain.payments import Dispute, Refund
from chalicelib.domain.releases import Release
from chalicelib.domain.saved_cards import CONSENT, SavedCard
from chalicelib.domain.waitlist import Entry
from chalicelib.kernel import money
from chalicelib.kernel.text import one_line, pick
from chalicelib.kernel.wall_clock import span
from chalicelib.mail.letter import letter, person


def on_the_waitlist(event: Event, product: Product, entry: Entry, position: int, url: str, sender: str) -> EmailMessage:
    """To whoever has joined a waiting list."""
    title = one_line(pick(event.title, entry.language))
    what = f"{entry.quantity} × {one_line(pick(product.name, entry.language))}"
    paragraphs = [
        f"You wait for {what}. You are number {position} in the queue.",
        "As soon as something comes back, it is kept for whoever is next, and you hear from us by e-mail.",
    ]
    to = person(entry.name, entry.email)
    return notice(to, f"Waiting list: {title}", paragraphs, url, "See your place, or leave", entry.language, sender)


def card_kept(event: Event, product: Product, entry: Entry, card: SavedCard, url: str, sender: str) -> EmailMessage:
    """To whoever lets a card buy for them: what they agreed to, and how to withdraw it."""
    title = one_line(pick(event.title, entry.language))
    what = f"{entry.quantity} × {one_line(pick(product.name, entry.language))}"
    most = money.to_text(card.most_minor, card.currency)
    paragraphs = [
        f"When {what} come back and it is your turn, we buy them for you with {card.name}, for no more than {most}, "
        "all taxes and fees included. Your tickets then come by e-mail.",
        "If they cost more, or your bank refuses or wants to see you, nothing is charged: they are kept for you, and "
        "you hear from us.",
        f"You agreed to this: “{pick(CONSENT, entry.language)}”",
        "You may withdraw your card at any time until then, on the page below. It is taken off at Stripe at once.",
    ]
    to = person(entry.name, entry.email)
    return notice(to, f"We buy for you: {title}", paragraphs, url, "See or withdraw your card", entry.language, sender)


@dataclass(frozen=True)
class Full:
    """A counter of which so much is sold or held: what it limits, and on which date if it is one date's own."""

    counter: Pool
    percent: int
    products: list[Product]
    day: Event | None = None


def capacity_reached(event: Event, full: Full, url: str, user: User, sender: str) -> EmailMessage:
    """To an owner of the account: so much of a limit is sold or held."""
    title, counter = one_line(pick(event.title)), full.counter
    said = "sold out" if full.percent == 100 else f"{full.percent} % sold or held"
    when = (
        f" on {span(full.day.starts_at, full.day.ends_at, full.day.timezone, full.day.date_format).day}"
        if full.day
        else ""
    )
    paragraphs = [f"{_limit(counter, full.products)} of {title}{when}: {said}, out of {counter.capacity} units."]
    to = person(user.name, user.email)
    return notice(to, f"{title}{when}: {said}", paragraphs, url, "Open the event", "en", sender)


def _limit(counter: Pool | None, products: list[Product]) -> str:
    """What a limit is called: by itself, or by what it limits."""
    names = ", ".join(one_line(pick(product.name)) for product in products)
    return (one_line(pick(counter.name)) if counter and counter.name else names) or "A limit"


_WHY_NOT = {
    "below_sold": "more than that was sold or held by then",
    "fewer_shards": "it is counted in more parts than that",
    "pool_not_found": "the limit has been removed",
    "occurrence_not_found": "its date has been removed",
}


def release_failed(
    event: Event, release: Release, pool: Pool | None, products: list[Product], url: str, user: User, sender: str
) -> EmailMessage:
    """To an owner of the account: a change of a limit that was planned did not take place, and why."""
    title, moment = one_line(pick(event.title)), span(release.at, release.at, event.timezone, event.date_format)
    why = _WHY_NOT.get(release.problem, f"it was refused ({release.problem})")
    paragraphs = [
        f"{_limit(pool, products)} of {title} was to be {release.capacity} from {moment.day}, "
        f"{moment.hours.partition(' – ')[0]} ({moment.zone}) on. It stays as it was: {why}.",
        "What is sold goes on as before. Change the limit by hand, or plan another change.",
    ]
    to = person(user.name, user.email)
    return notice(to, f"{title}: a planned change did not take place", paragraphs, url, "Open the limits", "en", sender)


def order_came(event: Event, order: Order, mail: str, url: str, user: User, sender: str) -> EmailMessage:
    """To a member who wants to know: an order is complete, or waits for a decision."""
    title, amount = one_line(pick(event.title)), money.to_text(order.total_minor, order.currency)
    what = f"{order.units} × {title}, {amount}" if order.total_minor else f"{order.units} × {title}, free"
    if mail == "awaits_approval":
        paragraphs = [f"{one_line(order.buyer_name)} would like {what}. Nothing is charged before somebody decides."]
        heading, button = f"{title}: an order waits for you", "Accept or decline"
    else:
        paragraphs = [f"{one_line(order.buyer_name)} has ordered {what}. The order is {order.reference}."]
        heading, button = f"{title}: a new order", "Open the order"
    to = person(user.name, user.email)
    return notice(to, heading, paragraphs, url, button, "en", sender)


def merchant_lost(name: str, merchant: Merchant, url: str, user: User, sender: str) -> EmailMessage:
    """To an owner of the account: Stripe does not act for it, or for an organizer of it, any more."""
    why = (
        "Stripe has closed the Stripe account that it was paid on."
        if merchant.lost_because == "closed"
        else "Stripe tells us that it no longer lets us charge for it: the connection was taken away or has ended."
    )
    whose = "for its events" if merchant.organizer_id else "here"
    heading = f"{one_line(name)}: card payments are paused"
    paragraphs = [
        why,
        f"Until a Stripe account is connected again, nobody can pay by card {whose}. Free tickets and other ways to "
        "pay go on, and every order stays as it is.",
    ]
    to = person(user.name, user.email)
    return notice(to, heading, paragraphs, url, "Connect Stripe again", "en", sender)


def refund_failed(order: Order, refund: Refund, url: str, user: User, sender: str) -> EmailMessage:
    """To an owner of the account: money that was on its way back to a buyer did not arrive."""
    amount = money.to_text(refund.amount_minor, refund.currency)
    why = f" The payment provider says: {refund.failure.replace('_', ' ')}." if refund.failure else ""
    paragraphs = [
        f"A refund of {amount} for the order {order.reference} did not arrive, and the money is back with you.{why}",
        "Try it once more, or hand the money back by other means and say so on the order.",
    ]
    to = person(user.name, user.email)
    return notice(to, f"A refund of {amount} has failed", paragraphs, url, "Open the order", "en", sender)


def part_overdue(order: Order, plan: Plan, url: str, user: User, sender: str) -> EmailMessage:
    """To an owner of the account: a part of an order was not paid in time."""
    part = plan.unpaid[0]
    amount = money.to_text(part.amount_minor, order.currency)
    paragraphs = [
        f"Part {part.number} of {len(plan.parts)} of the order {order.reference}, {amount}, was not paid in time. "
        "Its places are still held.",
        "Give its buyer more time, or cancel the order.",
    ]
    to = person(user.name, user.email)
    return notice(to, f"A part of {amount} is overdue", paragraphs, url, "Open the order", "en", sender)


def dispute_opened(order: Order, dispute: Dispute, url: str, user: User, sender: str) -> EmailMessage:
    """To an owner of the account: a buyer's bank asks for a payment back."""
    amount = money.to_text(dispute.amount_minor, dispute.currency)
    paragraphs = [
        f"The bank of the buyer of order {order.reference} asks for {amount} back. "
        f"It says: {dispute.reason.replace('_', ' ')}.",
        "You can answer once. What we know of the order goes with your answer: mails, entry scans, accepted terms.",
    ]
    if dispute.answer_by:
        until = span(dispute.answer_by, dispute.answer_by, "UTC")
        hour = until.hours.partition(" ")[0]
        paragraphs.append(f"Without an answer until {until.day}, {hour} (UTC) the money is lost.")
    to = person(user.name, user.email)
    return notice(to, f"A payment of {amount} is disputed", paragraphs, url, "Answer the bank", "en", sender)


def notice(
    to: Address, heading: str, paragraphs: list[str], url: str, button: str, language: str, sender: str
) -> EmailMessage:
    """A short mail with one button, as text and as HTML."""
    values = {"heading": heading, "paragraphs": paragraphs, "url": url, "button": button, "language": language}
    return letter(sender, to, heading, "notice", values)
