"""Second factors on the wire."""

from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator

from chalicelib.actions.factors import NewPasskey, Setup
from chalicelib.actions.mfa import Requirement
from chalicelib.actions.second_factors import Proof
from chalicelib.domain.factors import Factors, Passkey
from chalicelib.gateways.passkeys import Made, Signed
from chalicelib.handlers.models.common import Input, Instant, Line, Output

Bytes = Annotated[str, StringConstraints(min_length=1, max_length=8000, pattern=r"^[A-Za-z0-9_-]+$")]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$"), Field(examples=["123456"])]
RecoveryCode = Annotated[
    str, StringConstraints(pattern=r"^[0-9A-Za-z]{5}[- ]?[0-9A-Za-z]{5}$"), Field(examples=["7k2vx-0qj4m"])
]
PasskeyName = Annotated[Line, StringConstraints(max_length=60)]


class Assertion(Input):
    """What `navigator.credentials.get` answered, its bytes in base64url."""

    credential_id: Bytes
    client_data: Bytes
    authenticator_data: Bytes
    signature: Bytes
    user_handle: Annotated[str, StringConstraints(max_length=200, pattern=r"^[A-Za-z0-9_-]*$")] = ""

    def signed(self) -> Signed:
        """As the gateway reads it."""
        return Signed(**self.model_dump())


class ProofIn(Input):
    """One of the ways to prove who you are."""

    code: Code | None = Field(default=None, description="What the authenticator app shows.")
    recovery_code: RecoveryCode | None = Field(default=None, description="One of those that were kept.")
    passkey: Assertion | None = Field(default=None, description="A passkey's answer to the challenge.")

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if len(self._given()) != 1:
            raise ValueError("send exactly one proof")
        return self

    def _given(self) -> dict[str, Any]:
        return self.model_dump(exclude_none=True, exclude={"challenge"})

    def proof(self) -> Proof:
        """As the actions read it."""
        return Proof(**self._given() | ({"passkey": self.passkey.signed()} if self.passkey else {}))


class SecondStep(ProofIn):
    """The second step of signing in."""

    challenge: Bytes = Field(description="What the first step answered.")


class FreshProof(ProofIn):
    """Prove once more who you are: by a second factor, or by the password if you have none."""

    password: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None


class AuthenticatorOut(Output):
    """An authenticator app."""

    added_at: Instant


class PasskeyOut(Output):
    """A passkey."""

    id: str
    name: str
    added_at: Instant
    used_at: Instant | None

    @classmethod
    def of(cls, passkey: Passkey) -> Self:
        """Out of the domain's noun."""
        return cls(id=passkey.passkey_id, name=passkey.name, added_at=passkey.added_at, used_at=passkey.used_at)


class FactorsOut(Output):
    """Somebody's own second factors."""

    authenticator: AuthenticatorOut | None
    passkeys: list[PasskeyOut]
    recovery_codes_left: int

    @classmethod
    def of(cls, factors: Factors) -> Self:
        """Out of the domain's noun."""
        app = factors.authenticator
        return cls(
            authenticator=AuthenticatorOut(added_at=app.added_at) if app else None,
            passkeys=[PasskeyOut.of(one) for one in factors.passkeys],
            recovery_codes_left=len(factors.recovery_hashes),
        )


class AuthenticatorSetup(Output):
    """What an authenticator app has to know. Nothing is stored before its first code has come."""

    secret: str = Field(description="To be typed into the app, base32.", examples=["JBSWY3DPEHPK3PXP"])
    uri: str = Field(
        description="The same as an `otpauth://` address.",
        examples=["otpauth://totp/Foyer:ada@example.com?secret=JBSWY3DPEHPK3PXP"],
    )
    picture: str = Field(
        description="The address as a QR code: an SVG drawing, as the `data:` address of an image.",
        examples=["data:image/svg+xml;base64,PHN2Zy8+"],
    )
    setup: str = Field(description="To be sent back with the first code.")

    @classmethod
    def of(cls, setup: Setup) -> Self:
        """Out of what the actions found."""
        return cls(secret=setup.secret, uri=setup.uri, picture=setup.picture, setup=setup.sealed)


class FirstCode(Input):
    """The app works: this is its first code."""

    setup: Annotated[str, StringConstraints(min_length=1, max_length=1000, pattern=r"^[A-Za-z0-9+/=]+$")]
    code: Code


class RecoveryCodes(Output):
    """Codes that stand in for a second factor, each once. No other answer shows them."""

    codes: list[str]


class PasskeyRequest(Output):
    """What `navigator.credentials.create` has to be given; bytes in base64url."""

    challenge: str
    site: str = Field(description="The site that the passkey is for: `rp.id`.", examples=["tickets.example.com"])
    user_handle: str = Field(description="`user.id`.")
    email: str
    name: str
    known: list[str] = Field(description="Credentials that exist: `excludeCredentials`.")

    @classmethod
    def of(cls, asked: NewPasskey) -> Self:
        """Out of what the actions found."""
        return cls(
            challenge=asked.challenge,
            site=asked.site,
            user_handle=asked.user_handle,
            email=asked.email,
            name=asked.name,
            known=asked.known,
        )


class PasskeyIn(Input):
    """What `navigator.credentials.create` answered, its bytes in base64url."""

    name: PasskeyName = Field(description="How you will know it.", examples=["My telephone"])
    credential_id: Bytes
    client_data: Bytes
    attestation: Bytes

    def made(self) -> Made:
        """As the gateway reads it."""
        return Made(self.credential_id, self.client_data, self.attestation)


class PasskeyEdits(Input):
    """Another name."""

    name: PasskeyName


class PasskeyChallenge(Output):
    """What a passkey has to sign; bytes in base64url."""

    challenge: str
    site: str = Field(description="`rpId`.", examples=["tickets.example.com"])
    credential_ids: list[str] = Field(description="`allowCredentials`; empty: whichever the device has.")


class MfaIn(Input):
    """Whether an account asks its members for a second factor."""

    is_required: bool


class MfaOut(Output):
    """Whether the account asks for a second factor, and how many members have none yet."""

    is_required: bool
    members_without: int
    version: int = Field(description="For `If-Match`: of `is_required`.")

    @classmethod
    def of(cls, found: Requirement) -> Self:
        """Out of what the actions found."""
        account = found.account
        return cls(is_required=account.requires_mfa, members_without=found.members_without, version=account.mfa_version)
