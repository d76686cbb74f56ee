"""The tokens of a session: a signed one for each request, good for minutes, and a random one to get the next with."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.gateways.secrets import key_for
from chalicelib.gateways.signing import derived_secret, new_secret, token_hash
from chalicelib.kernel.config import config

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_ALGORITHM = "EdDSA"
_CLAIMS = ["sub", "sid", "acc", "exp", "iss"]


@dataclass(frozen=True)
class Claims:
    """What a token of single requests says: whose it is is looked up all the same."""

    user_id: str
    account_id: str
    session_id: str


@cache
def _key() -> "Ed25519PrivateKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(key_for("session"))


def access_token(claims: Claims, ends_at: datetime) -> str:
    """A JWT (RFC 7519) by which requests are made until `ends_at`."""
    import jwt

    payload = {
        "iss": config().base_url,
        "sub": claims.user_id,
        "acc": claims.account_id,
        "sid": claims.session_id,
        "exp": int(ends_at.timestamp()),
    }
    return jwt.encode(payload, _key(), algorithm=_ALGORITHM)


def read_access_token(token: str, now: datetime) -> Claims | None:
    """What a token says; None if it was not made here, or is over."""
    import jwt

    try:
        said = jwt.decode(
            token,
            _key().public_key(),
            algorithms=[_ALGORITHM],
            issuer=config().base_url,
            # By our own clock, which tests move, and without any leeway.
            options={"require": _CLAIMS, "verify_exp": False, "verify_iat": False},
        )
    except jwt.InvalidTokenError:
        return None
    return Claims(said["sub"], said["acc"], said["sid"]) if said["exp"] > now.timestamp() else None


def new_refresh_token(session_id: str) -> tuple[str, str]:
    """(token, its hash). The token names its session, so that one lookup finds it."""
    token = f"{session_id}.{new_secret()}"
    return token, token_hash(token)


def refresh_token_after(token: str) -> tuple[str, str]:
    """The token that takes this one's place, and its hash: only we can compute it, and each time it is the same.

    Whoever did not get the answer to a refresh asks again, and gets it then.
    """
    successor = f"{token.partition('.')[0]}.{derived_secret('refresh-token', token)}"
    return successor, token_hash(successor)
