"""Webhook secrets and signatures as Standard Webhooks has them. Secrets are derived from a number, nowhere stored.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

from chalicelib.gateways.secrets import key_for


def _key(webhook_id: str, number: int) -> bytes:
    return hmac.digest(key_for("webhook-secret"), f"{webhook_id}.{number}".encode(), hashlib.sha256)


def secret_of(webhook_id: str, number: int) -> str:
    """An endpoint's secret as its owner keeps it: 32 bytes that only we can compute."""
    return "whsec_" + base64.b64encode(_key(webhook_id, number)).decode()


def headers(webhook_id: str, numbers: Iterable[int], message_id: str, body: bytes, now: datetime) -> dict[str, str]:
    """Id, time and one signature for each secret that is valid now."""
    timestamp = str(int(now.timestamp()))
    signed = f"{message_id}.{timestamp}.".encode() + body
    macs = [hmac.digest(_key(webhook_id, number), signed, hashlib.sha256) for number in numbers]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{base64.b64encode(mac).decode()}" for mac in macs),
    }
