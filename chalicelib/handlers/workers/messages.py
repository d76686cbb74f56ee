"""What reactions put on the queues: messages of ids, out of a fact as the stream shows it."""

from collections.abc import Callable
from typing import Any

from chalicelib.gateways import queues

Seen = dict[str, Any]  # a fact as the stream shows it: id, name, subject, event_id, at, data, stock


def restock(fact: Seen) -> None:
    queues.send("stock", {"event_id": fact["event_id"], "dates": fact["data"].get("dates", [])})


def publish_organizer(fact: Seen) -> None:
    """Its page; and once it is found or not any more, those of its events, which lead there."""
    kind = "findable" if "privacy" in fact["data"].get("fields", []) else "changed"
    queues.send("pages", {"organizer_id": fact["subject"], "type": kind})


def tell_owners(fact: Seen) -> None:
    data, event_id, mail = fact["data"], fact["event_id"], "capacity_reached"
    pool_id, percent, date = data["pool_id"], data["percent"], data.get("date", "")
    queues.send("mail", {"event_id": event_id, "pool_id": pool_id, "percent": percent, "date": date, "mail": mail})


def mail_refund(fact: Seen) -> None:
    queues.send("mail", {"order_id": fact["subject"], "mail": f"refunded:{fact['data']['refund_id']}"})


def mail_cancelled(fact: Seen) -> None:
    if fact["data"].get("reason"):  # who gives up what was not paid knows it
        queues.send("mail", {"order_id": fact["subject"], "mail": "cancelled"})


def mail_returned(fact: Seen) -> None:
    numbers = ".".join(str(number) for number in fact["data"]["tickets"])
    mail = f"returned:{fact['data']['decision']}:{numbers}"
    queues.send("mail", {"order_id": fact["subject"], "mail": mail})


def tell_of_failed_refund(fact: Seen) -> None:
    refund_id, mail = fact["data"]["refund_id"], "refund_failed"
    queues.send("mail", {"order_id": fact["subject"], "refund_id": refund_id, "mail": mail})


def tell_of_lost_merchant(fact: Seen) -> None:
    if fact["data"]["status"] == "lost" and fact["data"]["because"] != "disconnected":
        account_id, notice, mail = fact["account_id"], fact["id"], "merchant_lost"
        organizer_id = fact["subject"] if fact["subject"] != account_id else ""
        queues.send("mail", {"account_id": account_id, "organizer_id": organizer_id, "notice": notice, "mail": mail})


def tell_of_failed_release(fact: Seen) -> None:
    queues.send("mail", {"release_id": fact["data"]["release_id"], "mail": "release_failed"})


def confirm_place(fact: Seen) -> None:
    queues.send("mail", {"waitlist_id": fact["subject"], "mail": "waitlist_joined"})


def tell_offer(fact: Seen) -> None:
    """Whoever lets a card buy for them is asked only if it cannot."""
    order_id = fact["data"]["order_id"]
    if fact["data"].get("by_card"):
        queues.send("payments", {"order_id": order_id, "type": "auto_buy"})
    else:
        queues.send("mail", {"order_id": order_id, "mail": "offered"})


def confirm_card(fact: Seen) -> None:
    queues.send("mail", {"card_id": fact["data"]["card_id"], "mail": "card_kept"})


def forget_card(fact: Seen) -> None:
    queues.send("payments", {"card_id": fact["data"]["card_id"]})


def tell_buyers(name: str) -> Callable[[Seen], None]:
    """A mail to all who have bought, called after what it is about: the change, or the fact itself."""

    def do(fact: Seen) -> None:
        mail = f"{name}:{fact['data'].get('rescheduling_id', fact['id'])}"
        queues.send("mail", {"event_id": fact["subject"], "notice": mail, "cursor": "", "mail": "to_buyers"})

    return do


def mail_instalment(mail: str) -> Callable[[Seen], None]:
    """One of the mails about the parts of an order."""

    def do(fact: Seen) -> None:
        queues.send("mail", {"order_id": fact["subject"], "mail": instalment_mail(mail, fact["data"])})

    return do


def instalment_mail(mail: str, data: dict[str, Any]) -> str:
    """What it is called, so that it is sent once for each part and its day, and each time that the card was refused.

    The day is in it since a part that was put off is announced anew.
    """
    about = [*data.get("parts", [data.get("part")])]
    if "due_at" in data:
        about.append(data["due_at"][:10].replace("-", ""))
    if "attempt" in data:
        about.append(data["attempt"])
    return f"{mail}:{'.'.join(map(str, about))}"


def tell_of_overdue_part(fact: Seen) -> None:
    part, mail = fact["data"]["part"], "part_overdue"
    queues.send("mail", {"order_id": fact["subject"], "part": part, "mail": mail})


def void_tickets(fact: Seen) -> None:
    dispute_id = fact["data"]["dispute_id"]
    queues.send("payments", {"order_id": fact["subject"], "dispute_id": dispute_id, "type": "dispute_opened"})


def tell_of_dispute(fact: Seen) -> None:
    dispute_id = fact["data"]["dispute_id"]
    queues.send("mail", {"order_id": fact["subject"], "dispute_id": dispute_id, "mail": "dispute_opened"})


def refund(fact: Seen) -> None:
    if fact["data"].get("is_paced"):
        return  # whoever decides thousands asks for each of them in turn
    queues.send("refunds", {"order_id": fact["subject"], "refund_id": fact["data"]["refund_id"]})


def invoice(fact: Seen) -> None:
    if fact["data"].get("amount_minor"):  # nothing is invoiced that costs nothing
        queues.send("invoices", {"order_id": fact["subject"]})


def invite(fact: Seen) -> None:
    """Somebody is asked to join an account: the link is made when the mail is."""
    queues.send("mail", {"account_id": fact["account_id"], "invitation_id": fact["subject"], "mail": "invited"})


def tell_of_factors(fact: Seen) -> None:
    """Whose second factors have changed hears what has happened."""
    queues.send(
        "mail", {"user_id": fact["subject"], "type": fact["name"], "notice": fact["id"], "mail": "factors_changed"}
    )


def tell_of_new_factor(fact: Seen) -> None:
    """Whose second factor is new hears of it, with a link that takes it off."""
    queues.send(
        "mail",
        {
            "link_id": fact["data"]["link_id"],
            "type": fact["name"],
            "notice": fact["id"],
            "mail": "factor_added",
        },
    )


def tell_of_required_mfa(fact: Seen) -> None:
    """Members without a second factor hear that their account asks for one."""
    queues.send("mail", {"account_id": fact["account_id"], "notice": fact["id"], "mail": "mfa_required"})


def tell_of_stolen_session(fact: Seen) -> None:
    """Whose session it was hears that it was ended."""
    queues.send("mail", {"user_id": fact["subject"], "notice": fact["id"], "mail": "session_stolen"})


def send_email_link(fact: Seen) -> None:
    """A link that a member has asked for, or that follows from what they did."""
    queues.send("mail", {"link_id": fact["data"]["link_id"], "mail": "email_link"})


def end_sessions_before(fact: Seen) -> None:
    """Who signed in with the address of before is out, but in the browser that changed it; what was missed follows."""
    queues.send(
        "mail",
        {
            "user_id": fact["subject"],
            "account_id": fact["account_id"],
            "session_id": fact["data"]["session_id"],
            "since": fact["at"],
            "mail": "email_changed",
        },
    )


def clear_account(fact: Seen) -> None:
    """Whoever signed up with somebody else's address is out; what was missed at first follows."""
    queues.send("mail", {"user_id": fact["subject"], "account_id": fact["account_id"], "mail": "account_claimed"})


def tell_of_new_password(fact: Seen) -> None:
    """Whose password it was hears of it; the sessions that were missed at first are ended."""
    user_id, account_id, session_id = fact["subject"], fact["account_id"], fact["data"]["session_id"]
    queues.send(
        "mail",
        {
            "user_id": user_id,
            "account_id": account_id,
            "session_id": session_id,
            "notice": fact["id"],
            "mail": "password_changed",
        },
    )
