"""This deployment's secrets, and the keys that are derived from one of them.

They lie in Secrets Manager as one JSON object: `root` (random, made by CloudFormation) and what the operator
adds, such as Stripe's keys. Every purpose of our own gets its own key from the root by HKDF (RFC 5869), so that
a key that leaks says nothing about the others and nothing has to be set up by hand in five places.
"""

import hashlib
import hmac
import json
from functools import cache

from chalicelib.gateways.clients import aws
from chalicelib.kernel.config import config


@cache
def _all() -> dict[str, str]:
    stored: dict[str, str] = json.loads(
        aws("secretsmanager").get_secret_value(SecretId=config().secret)["SecretString"]
    )
    return stored


def secret(name: str) -> str:
    """A secret that the operator has set, "" if there is none of this name."""
    return _all().get(name, "")


@cache
def key_for(purpose: str) -> bytes:
    """The 32 bytes that only this purpose uses."""
    return derived(_all()["root"], purpose)


def derived(root: str, purpose: str) -> bytes:
    """The same from a root that is known, as whoever deploys knows it."""
    extracted = hmac.digest(b"foyer", root.encode(), hashlib.sha256)
    return hmac.digest(extracted, purpose.encode() + b"\x01", hashlib.sha256)
