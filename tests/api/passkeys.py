"""A passkey in software: makes keys and signs challenges as a device does, and as a device that lies would."""

import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.utils import websafe_encode as b64

from tests.shop import Shop

_PRESENT, _VERIFIED, _NEW_KEY = 0x01, 0x04, 0x40


@dataclass
class Device:
    """Something that holds one passkey for a site."""

    site: str = "localhost"
    origin: str = ""
    user_handle: str = ""
    count: int = 0
    verifies: bool = True
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))

    def make(self, asked: dict[str, Any]) -> dict[str, str]:
        """The answer to a challenge for a new passkey."""
        self.user_handle = asked["user_handle"]
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        length = len(self.credential_id).to_bytes(2, "big")
        data = self._data(_NEW_KEY) + bytes(16) + length + self.credential_id + cbor.encode(public)
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return {
            "credential_id": b64(self.credential_id),
            "client_data": b64(self._client_data("webauthn.create", asked["challenge"])),
            "attestation": b64(attestation),
        }

    def sign(self, challenge: str) -> dict[str, str]:
        """The answer to a challenge."""
        self.count += 1
        data, client = self._data(0), self._client_data("webauthn.get", challenge)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return {
            "credential_id": b64(self.credential_id),
            "client_data": b64(client),
            "authenticator_data": b64(data),
            "signature": b64(signature),
            "user_handle": self.user_handle,
        }

    def _data(self, flags: int) -> bytes:
        flags |= _PRESENT | (_VERIFIED if self.verifies else 0)
        return hashlib.sha256(self.site.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client_data(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()


def device_of(shop: Shop, name: str = "My telephone") -> tuple[Device, str]:
    """(a device, the id of its passkey) that somebody who is signed in has just added."""
    device = Device(origin=shop.cloud.settings.url)
    made = device.make(shop.post("/me/passkeys/challenge", {}))
    return device, shop.post("/me/passkeys", {"name": name} | made)["id"]
