"""What may be tried so often only. It is counted in the table, and so holds however many functions answer."""

import math
from datetime import datetime

from chalicelib.domain import lockout as pauses
from chalicelib.domain import tries as rules
from chalicelib.domain.lockout import AttemptOvertaken, Attempts
from chalicelib.domain.tries import Kind, TooManyTries
from chalicelib.domain.velocity import network_of
from chalicelib.gateways import signing
from chalicelib.kernel.config import config
from chalicelib.kernel.errors import Busy
from chalicelib.tables import lockout, velocity
from chalicelib.tables.commit import commit

_RACES = 5


def count_call(kind: Kind, address: str, now: datetime) -> None:
    """One more call from this IP address, if it is known. Raises TooManyTries, which says when to come again."""
    if address:
        _count(kind, signing.velocity_key(f"address:{network_of(address)}"), now)


def count_link_to(email: str, now: datetime) -> None:
    """One more link to this e-mail address, whether or not anybody has it. Raises TooManyTries."""
    _count("email_link_to", signing.velocity_key(f"email:{email}"), now)


def count_invitation_to(email: str, now: datetime) -> None:
    """One more invitation to this e-mail address, whoever sends it. Raises TooManyTries."""
    _count("invitation_to", signing.velocity_key(f"email:{email}"), now)


def _count(kind: Kind, who: str, now: datetime) -> None:
    window = rules.window_of(kind, who, now)
    try:
        velocity.count(window, TooManyTries)
    except TooManyTries as error:
        seconds = window.seconds_left(now)
        refusal = TooManyTries(f"That was too often: please try again in {math.ceil(seconds / 60)} minutes.")
        refusal.retry_after_seconds = seconds
        raise refusal from error


def count_password(email: str, now: datetime) -> None:
    """One more password is tried for this address, whether or not anybody has it. Raises TooManyPasswords, Busy."""
    who = _who_tries(email)
    for _ in range(_RACES):
        before = lockout.find_attempts(who) or Attempts(who, now)
        after = pauses.attempt(before, int(config().lockout_after), now)
        try:
            commit([lockout.tried(after)], [], now=now, by="sign_in")
        except AttemptOvertaken:
            continue
        return
    raise Busy()


def forget_passwords(email: str, now: datetime) -> None:
    """Whoever has this address has shown who they are."""
    commit([lockout.forgotten(_who_tries(email))], [], now=now, by="sign_in")


def _who_tries(email: str) -> str:
    return signing.velocity_key(f"password:{email}")
