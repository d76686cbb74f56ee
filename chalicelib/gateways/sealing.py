"""Secrets that organizers entrust to us: sealed before they are stored, opened only to use them (AES-256-GCM).

The key is this deployment's own and never stored; what a secret is sealed for goes into the seal, so that a row which
was copied to another place does not open.
"""

import base64
import json
import secrets
from collections.abc import Mapping

from chalicelib.gateways.secrets import key_for

_NONCE_BYTES = 12


def seal(values: Mapping[str, str], purpose: str) -> str:
    """The values as a text that tells nothing; `purpose` is needed to open it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE_BYTES)
    plain = json.dumps(dict(values)).encode()
    return base64.b64encode(nonce + AESGCM(key_for("connections")).encrypt(nonce, plain, purpose.encode())).decode()


def unseal(sealed: str, purpose: str) -> dict[str, str]:
    """What was sealed for this purpose. Raises InvalidTag for anything else."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    stored = base64.b64decode(sealed)
    nonce, cipher = stored[:_NONCE_BYTES], stored[_NONCE_BYTES:]
    values: dict[str, str] = json.loads(AESGCM(key_for("connections")).decrypt(nonce, cipher, purpose.encode()))
    return values
