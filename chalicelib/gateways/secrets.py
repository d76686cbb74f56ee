"""This deployment's one secret, and the keys that are derived from it.

One random secret lies in Secrets Manager; every purpose gets its own key by HKDF (RFC 5869), so that a key
that leaks says nothing about the others and nothing has to be rotated by hand in five places.
"""

import hashlib
import hmac
from functools import cache
from typing import Any

from chalicelib.gateways.clients import aws
from chalicelib.kernel.config import config


@cache
def _root() -> bytes:
    secret: Any = aws("secretsmanager").get_secret_value(SecretId=config().secret)
    return str(secret["SecretString"]).encode()


@cache
def key_for(purpose: str) -> bytes:
    """The 32 bytes that only this purpose uses."""
    extracted = hmac.digest(b"foyer", _root(), hashlib.sha256)
    return hmac.digest(extracted, purpose.encode() + b"\x01", hashlib.sha256)
