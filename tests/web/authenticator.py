"""A passkey in software: makes keys and answers as a browser with an authenticator does, honestly or not."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

ORIGIN = "http://localhost"
_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


def coded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """One key for one site. `counts`: whether it has a signature counter; `knows`: whether it verifies its owner."""

    origin: str = ORIGIN
    domain: str = "localhost"
    counts: bool = True
    knows: bool = True
    count: int = 0
    handle: bytes = b""
    key_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def create(self, options: dict[str, Any]) -> str:
        """The answer to creation options, as the script sends it."""
        self.handle = decoded(options["user"]["id"])
        numbers = self.private.public_key().public_numbers()
        key = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self.key_id).to_bytes(2, "big") + self.key_id + cbor2.dumps(key)
        data = self._data(_ATTESTED) + attested
        response = {
            "clientDataJSON": coded(self._client(options, "webauthn.create")),
            "attestationObject": coded(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
            "transports": ["internal", "unheard-of"],
        }
        return self._answer(response)

    def get(self, options: dict[str, Any], *, discovered: bool = True) -> str:
        """The answer to request options; `discovered`: the key itself held the account."""
        client, data = self._client(options, "webauthn.get"), self._data()
        signature = self.private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": coded(client),
            "authenticatorData": coded(data),
            "signature": coded(signature),
            **({"userHandle": coded(self.handle)} if discovered else {}),
        }
        return self._answer(response)

    def _data(self, flags: int = 0) -> bytes:
        self.count += self.counts
        flags |= _PRESENT | (_VERIFIED if self.knows else 0)
        return hashlib.sha256(self.domain.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, options: dict[str, Any], kind: str) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, response: dict[str, Any]) -> str:
        key_id = coded(self.key_id)
        return json.dumps({"id": key_id, "rawId": key_id, "type": "public-key", "response": response})
