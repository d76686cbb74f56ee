"""Everything that is signed or hashed with a secret: order tokens, ticket codes, person keys, session tokens."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.gateways.secrets import key_for

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_TICKET_KEY_ID = "A"


def order_token(order_id: str) -> str:
    """The token that opens one order to whoever holds it: 144 bits that only we can compute."""
    mac = hmac.digest(key_for("order-token"), order_id.encode(), hashlib.sha256)
    return "tok_" + base64.urlsafe_b64encode(mac[:18]).decode()


def is_order_token(order_id: str, token: str) -> bool:
    """Whether `token` opens this order; takes the same time for every wrong one."""
    return hmac.compare_digest(order_token(order_id).encode(), token.encode())


def person_key(email: str) -> str:
    """The same e-mail address always gives the same key, and the key does not give the address back."""
    mac = hmac.digest(key_for("person"), email.strip().casefold().encode(), hashlib.sha256)
    return mac[:16].hex()


def velocity_key(who: str) -> str:
    """The same for whatever is counted against fraud: with a key of its own, so that nothing can be put together."""
    mac = hmac.digest(key_for("velocity"), who.strip().casefold().encode(), hashlib.sha256)
    return mac[:16].hex()


def origin_key(address: str, agent: str) -> str:
    """What names an address and its browser where they themselves must not stand."""
    mac = hmac.digest(key_for("origin"), f"{address}\x1f{agent}".encode(), hashlib.sha256)
    return mac[:16].hex()


def chain_mac(content: bytes) -> str:
    """What a link of the audit log's chain is sealed with: who can write to the table cannot compute it."""
    return hmac.digest(key_for("audit-chain"), content, hashlib.sha256).hex()


def person_token(person: str, ends_at: datetime) -> str:
    """The token that shows all orders of one address until `ends_at`."""
    claim = f"{person}.{int(ends_at.timestamp())}"
    return f"per_{claim}.{_person_mac(claim)}"


def _person_mac(claim: str) -> str:
    mac = hmac.digest(key_for("person-token"), claim.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(mac[:18]).decode()


def person_of(token: str, now: datetime) -> str | None:
    """Whose orders a token shows at this time; None for a forged or expired one."""
    claim, _, mac = token.removeprefix("per_").rpartition(".")
    if not hmac.compare_digest(_person_mac(claim).encode(), mac.encode()):
        return None
    person, _, ends_at = claim.partition(".")
    return person if int(ends_at) > now.timestamp() else None


def new_secret() -> str:
    """256 bits of chance, as text that goes into cookies and links."""
    return secrets.token_urlsafe(32)


def derived_secret(purpose: str, name: str) -> str:
    """256 bits that only we can compute, the same for the same name: a repeated request is answered as the first."""
    mac = hmac.digest(key_for(purpose), name.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def token_hash(token: str) -> str:
    """What is stored of a random token. It needs no salt: it has too many bits to be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Whether two secret texts are the same; takes the same time for every wrong one."""
    return hmac.compare_digest(one.encode(), other.encode())


@cache
def _ticket_key(key_id: str) -> "Ed25519PrivateKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(key_for(f"ticket-{key_id}"))


class TicketSigner:
    """Signs ticket codes with the current key and checks them with any key that was ever used."""

    key_id = _TICKET_KEY_ID
    known = frozenset({_TICKET_KEY_ID})

    def sign(self, message: bytes) -> bytes:
        """64 bytes of Ed25519."""
        return _ticket_key(self.key_id).sign(message)

    def verify(self, key_id: str, message: bytes, signature: bytes) -> bool:
        """Whether this deployment signed the message."""
        from cryptography.exceptions import InvalidSignature

        if key_id not in self.known:
            return False
        try:
            _ticket_key(key_id).public_key().verify(signature, message)
        except InvalidSignature:
            return False
        return True
