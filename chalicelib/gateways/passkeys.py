"""Passkeys (https://www.w3.org/TR/webauthn-3/): what a browser is asked for, and whether its answer is good.

They belong to the site at this deployment's own address: an answer that another site has asked for is refused.
"""

import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from chalicelib.domain.factors import Passkey, PasskeyRefused
from chalicelib.kernel.config import config

if TYPE_CHECKING:
    from fido2.server import Fido2Server

# ES256, EdDSA and RS256: what every device can do one of.
_ALGORITHMS = (-7, -8, -257)


@dataclass(frozen=True)
class Signed:
    """A browser's answer by a passkey that it has, all of it base64url."""

    credential_id: str
    client_data: str
    authenticator_data: str
    signature: str
    user_handle: str = ""


@dataclass(frozen=True)
class Made:
    """A browser's answer with a passkey that it has just made, all of it base64url."""

    credential_id: str
    client_data: str
    attestation: str


@dataclass(frozen=True)
class Credential:
    """A key that a device has just made: base64url. `public_key` is WebAuthn's attested credential data."""

    credential_id: str
    public_key: str
    sign_count: int


def site() -> str:
    """The name that passkeys are made for."""
    return urlsplit(config().base_url).hostname or ""


def _origin() -> str:
    parts = urlsplit(config().base_url)
    return f"{parts.scheme}://{parts.netloc}"


def _server() -> "Fido2Server":
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialRpEntity

    return Fido2Server(
        PublicKeyCredentialRpEntity(id=site(), name=site()), verify_origin=lambda said: said == _origin()
    )


def handle_of(user_id: str) -> str:
    """By what a passkey knows its owner."""
    from fido2.utils import websafe_encode

    return websafe_encode(user_id.encode())


def owner_of(answer: Signed) -> str:
    """Whose passkey it says to be: nothing is believed of it before the signature. Raises PasskeyRefused."""
    from fido2.utils import websafe_decode

    with _refusing():
        return websafe_decode(answer.user_handle).decode()


def challenge_in(answer: Signed | Made) -> str:
    """The challenge that was answered, as it was sent. Raises PasskeyRefused."""
    from fido2.utils import websafe_decode

    with _refusing():
        return str(json.loads(websafe_decode(answer.client_data))["challenge"])


def made(answer: Made, challenge: str) -> Credential:
    """What a device has made, with its person in front of it. Raises PasskeyRefused."""
    from fido2.utils import websafe_encode

    response = {"clientDataJSON": answer.client_data, "attestationObject": answer.attestation}
    with _refusing():
        found = _server().register_complete(_asked(challenge), _credential(answer.credential_id, response))
        key = found.credential_data
        if key is None or key.public_key[3] not in _ALGORITHMS:
            raise ValueError("no key that we could check")
        return Credential(websafe_encode(key.credential_id), websafe_encode(key), found.counter)


def signed(answer: Signed, challenge: str, passkey: Passkey) -> int:
    """What the passkey has counted as it signed the challenge, its person verified by finger, face or PIN.

    Raises PasskeyRefused.
    """
    from fido2.utils import websafe_decode
    from fido2.webauthn import AttestedCredentialData, AuthenticatorData

    response = {
        "clientDataJSON": answer.client_data,
        "authenticatorData": answer.authenticator_data,
        "signature": answer.signature,
    }
    with _refusing():
        key = AttestedCredentialData(websafe_decode(passkey.public_key))
        _server().authenticate_complete(_asked(challenge), [key], _credential(answer.credential_id, response))
        return AuthenticatorData(websafe_decode(answer.authenticator_data)).counter


def _asked(challenge: str) -> dict[str, str]:
    return {"challenge": challenge, "user_verification": "required"}


def _credential(credential_id: str, response: dict[str, str]) -> dict[str, Any]:
    """As browsers write it down: https://www.w3.org/TR/webauthn-3/#dictdef-authenticationresponsejson."""
    return {"id": credential_id, "rawId": credential_id, "type": "public-key", "response": response}


@contextmanager
def _refusing() -> Iterator[None]:
    """What a stranger sends may be anything: the library says no with ValueError, its parsers stumble in other ways."""
    stumbled = (LookupError, TypeError, AttributeError, AssertionError, RuntimeError, struct.error)
    try:
        yield
    except (ValueError, *stumbled) as error:
        raise PasskeyRefused(passkey="could not be checked") from error
