"""Messages about how people sign in: mails, and what a request that died on its way has left to be ended."""

from collections.abc import Callable
from typing import Any

from chalicelib.actions import factor_mails, possession, sessions, sign_in_mails, team_mails
from chalicelib.kernel import clock

Message = dict[str, Any]


def _tell_of_new_password(message: Message) -> None:
    whose = message["user_id"], message["account_id"], message["session_id"]
    sign_in_mails.tell_of_new_password(*whose, message["notice"], clock.now())


def _end_sessions(message: Message) -> None:
    since, kept = clock.from_text(message["since"]), message["session_id"]
    sessions.end_begun_before(message["user_id"], message["account_id"], since, clock.now(), but=kept)


def _tell_of_new_factor(message: Message) -> None:
    factor_mails.tell_of_new(message["link_id"], message["type"], message["notice"], clock.now())


def _tell_of_factors(message: Message) -> None:
    factor_mails.tell_of_change(message["user_id"], message["type"], message["notice"], clock.now())


# By the message's `mail`.
ACTIONS: dict[str, Callable[[Message], None]] = {
    "session_stolen": lambda it: team_mails.tell_of_stolen_session(it["user_id"], it["notice"], clock.now()),
    "signed_up_again": lambda it: sign_in_mails.tell_of_second_sign_up(it["user_id"], clock.now()),
    "email_link": lambda it: sign_in_mails.send_link(it["link_id"], clock.now()),
    "password_changed": _tell_of_new_password,
    "email_changed": _end_sessions,
    "account_claimed": lambda it: possession.look_again(it["user_id"], it["account_id"], clock.now()),
    "factors_changed": _tell_of_factors,
    "factor_added": _tell_of_new_factor,
    "mfa_required": lambda it: factor_mails.tell_of_requirement(it["account_id"], it["notice"], clock.now()),
}
