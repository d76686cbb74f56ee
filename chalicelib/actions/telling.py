"""Mails that are about no order: to whoever waits, and to owners about their limits and their account."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.actions import organizers, payees, waiting
from chalicelib.actions.mailing import tell_each, tell_once
from chalicelib.domain.events import Event, EventNotFound
from chalicelib.domain.merchants import Payee
from chalicelib.domain.orders import Order
from chalicelib.domain.organizers import Topic
from chalicelib.domain.refunds import can_try_again
from chalicelib.domain.releases import ReleaseNotFound
from chalicelib.domain.series import on
from chalicelib.kernel import clock
from chalicelib.kernel.config import config
from chalicelib.kernel.once import Once
from chalicelib.tables import accounts, events, orders, releases, saved_cards, team, waitlist
from chalicelib.tables.catalogue import get_catalogue
from chalicelib.tables.merchants import get_merchant
from chalicelib.tables.occurrences import get_occurrences


def confirm_place(entry_id: str, now: datetime) -> None:
    """Tell somebody that they wait, with the link that shows their place. A repeated message sends nothing."""
    from chalicelib.mail import notices

    entry = waitlist.get_entry(entry_id)
    told = Once(f"waitlist:{entry_id}", clock.to_text(entry.joined_at), "")
    if entry.state != "WAITING":
        return
    catalogue = get_catalogue(entry.event_id)
    position = waitlist.count_before(entry) + 1
    url = waiting.url_of(entry)
    product = catalogue.product(entry.product_id)
    sender = config().mail_sender
    tell_once(told, lambda: notices.on_the_waitlist(catalogue.event, product, entry, position, url, sender), now)


def confirm_card(card_id: str, now: datetime) -> None:
    """Tell somebody what they have agreed to, and how to withdraw it. Not if they have done so meanwhile."""
    from chalicelib.mail import notices

    card = saved_cards.find_card(card_id)
    told = Once(f"card:{card_id}", "kept", "")
    if not card or card.state != "KEPT":
        return
    entry = waitlist.get_entry(card.entry_id)
    catalogue = get_catalogue(entry.event_id)
    product, url = catalogue.product(entry.product_id), waiting.url_of(entry)
    sender = config().mail_sender
    tell_once(told, lambda: notices.card_kept(catalogue.event, product, entry, card, url, sender), now)


@dataclass(frozen=True)
class Reached:
    """A level of a limit; of a series with a counter for each date, on which one."""

    pool_id: str
    percent: int
    date: str


def warn_owners(event_id: str, level: Reached, now: datetime) -> None:
    """Tell the account's owners how full a pool is, each once."""
    from chalicelib.mail import notices

    days = get_occurrences(event_id, [level.date] if level.date else [])
    catalogue = get_catalogue(event_id, occurrences=days)
    pool = catalogue.pools.get(level.pool_id)
    if not pool or (level.date and level.date not in days):
        return  # taken away meanwhile
    event = catalogue.event
    counter, day = pool, None
    if level.date:
        counter, day = catalogue.counter(pool, days[level.date]), on(event, days[level.date])
    products = [one for one in catalogue.products if pool.pool_id in one.pool_ids]
    url = f"{config().base_url}/dashboard/#/events/{event_id}"
    full = notices.Full(counter, level.percent, products, day)
    tell_each(
        organizers.told(event, "stock"),
        Once("capacity", f"{counter.pool_id}:{level.percent}", ""),
        lambda user: notices.capacity_reached(event, full, url, user, config().mail_sender),
        now,
    )


def tell_of_failed_release(release_id: str, now: datetime) -> None:
    """Tell the account's owners that a planned change of a limit did not take place, each once."""
    from chalicelib.mail import notices

    try:
        release = releases.get_release(release_id)
        catalogue = get_catalogue(release.event_id)
    except (ReleaseNotFound, EventNotFound):
        return  # taken away meanwhile
    event, pool = catalogue.event, catalogue.pools.get(release.pool_id)
    products = [one for one in catalogue.products if release.pool_id in one.pool_ids]
    url = f"{config().base_url}/dashboard/#/events/{event.event_id}/limits"
    tell_each(
        organizers.told(event, "stock"),
        Once("release_failed", release_id, ""),
        lambda user: notices.release_failed(event, release, pool, products, url, user, config().mail_sender),
        now,
    )


_TOPICS: dict[str, Topic] = {"confirmation": "orders", "awaits_approval": "approvals"}


def tell_of_order(order: Order, event: Event, mail: str, now: datetime) -> None:
    """Tell those of the team who want to know of what the buyer has just been told, each once."""
    from chalicelib.mail import notices

    if mail not in _TOPICS:
        return
    tell_each(
        organizers.told(event, _TOPICS[mail]),
        Once(mail, order.order_id, ""),
        lambda user: notices.order_came(event, order, mail, _page_of(order), user, config().mail_sender),
        now,
    )


def warn_of_lost_merchant(payee: Payee, notice: str, now: datetime) -> None:
    """Tell the account's owners that a payee cannot be paid by card any more, each once. Not if it was mended since."""
    from chalicelib.mail import notices

    merchant = get_merchant(payee.account_id, payee.organizer_id)
    if merchant.status != "lost" or not merchant.is_charged:
        return
    name, url = payees.name_of(payee), payees.page_of(payee)
    owners = [member.user_id for member in team.list_members(payee.account_id) if member.is_owner]
    tell_each(
        accounts.list_users(owners),
        Once("merchant_lost", notice, ""),
        lambda user: notices.merchant_lost(name, merchant, url, user, config().mail_sender),
        now,
    )


def warn_of_failed_refund(order_id: str, refund_id: str, now: datetime) -> None:
    """Tell the account's owners that money did not arrive, each once. Not if somebody has dealt with it since."""
    from chalicelib.mail import notices

    file = orders.get_file(order_id)
    refund = next(one for one in file.refunds if one.refund_id == refund_id)
    if not can_try_again(refund, file.payments, file.refunds):
        return
    tell_each(
        organizers.told(events.get_event(file.order.event_id), "refunds"),
        Once("refund_failed", refund_id, ""),
        lambda user: notices.refund_failed(file.order, refund, _page_of(file.order), user, config().mail_sender),
        now,
    )


def warn_of_overdue_part(order_id: str, part: int, now: datetime) -> None:
    """Tell whoever decides about orders that one waits for it, each once. Not if it was paid or put off."""
    from chalicelib.mail import notices

    file = orders.get_file(order_id)
    plan = file.plan
    if not plan or plan.state != "OVERDUE" or plan.when_overdue != "ask" or plan.unpaid[0].number != part:
        return
    tell_each(
        organizers.told(events.get_event(file.order.event_id), "approvals"),
        Once("part_overdue", f"{order_id}:{part}:{plan.attempts}", ""),
        lambda user: notices.part_overdue(file.order, plan, _page_of(file.order), user, config().mail_sender),
        now,
    )


def warn_of_dispute(order_id: str, dispute_id: str, now: datetime) -> None:
    """Tell the account's owners that a bank asks for money back, each once. Not if it has decided meanwhile."""
    from chalicelib.mail import notices

    file = orders.get_file(order_id)
    dispute = next(one for one in file.disputes if one.dispute_id == dispute_id)
    if not dispute.is_open:
        return
    tell_each(
        organizers.told(events.get_event(file.order.event_id), "disputes"),
        Once("dispute_opened", dispute_id, ""),
        lambda user: notices.dispute_opened(file.order, dispute, _page_of(file.order), user, config().mail_sender),
        now,
    )


def _page_of(order: Order) -> str:
    """The dashboard's page about an order."""
    return f"{config().base_url}/dashboard/#/events/{order.event_id}/orders/{order.order_id}"
