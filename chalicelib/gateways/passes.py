"""Passes: signed words that open one thing until a given moment, without anything being stored."""

import base64
import hashlib
import hmac
from datetime import datetime

from chalicelib.gateways.secrets import key_for

_PREFIX = "pas_"


def new_pass(purpose: str, subject: str, until: datetime) -> str:
    """A pass for `subject`; its end is written into it and signed with it."""
    ends = f"{int(until.timestamp()):x}"
    return f"{_PREFIX}{ends}.{_signature(purpose, subject, ends)}"


def is_pass(purpose: str, subject: str, token: str, now: datetime) -> bool:
    """Whether this deployment made `token` for this purpose and subject, and its time is not over."""
    ends, _, signature = token.removeprefix(_PREFIX).partition(".")
    expected = _signature(purpose, subject, ends)
    return hmac.compare_digest(expected.encode(), signature.encode()) and int(ends, 16) > now.timestamp()


def _signature(purpose: str, subject: str, ends: str) -> str:
    mac = hmac.digest(key_for(f"pass-{purpose}"), f"{subject}\x1f{ends}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(mac[:18]).decode()
