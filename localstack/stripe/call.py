"""One request to the API as the operations see it: who calls, with which parameters, on which state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from localstack.stripe.errors import ApiError, Json, invalid
from localstack.stripe.state import PLATFORM, State


@dataclass
class Call:
    state: State
    account: str
    params: dict[str, Any] = field(default_factory=dict)
    path: dict[str, str] = field(default_factory=dict)
    from_browser: bool = False
    request_id: str | None = None
    idempotency_key: str | None = None
    # Where this server is reached from outside, for the addresses it hands out.
    base_url: str = ""

    @property
    def connected(self) -> bool:
        return self.account != PLATFORM

    def get(self, kind: str, param: str = "id") -> Json:
        """The object that the address names."""
        return self.state.get(self.account, kind, self.path["id"], param)

    def require_client_secret(self, intent: Json) -> None:
        """A publishable key is public, so the browser proves itself with the intent's own secret."""
        given = self.params.get("client_secret")
        if given is None and not self.from_browser:
            return
        if given is None:
            raise _secret_refused("Missing required param: client_secret.", "parameter_missing")
        if given != intent["client_secret"]:
            raise _secret_refused(
                "The client_secret provided does not match any associated PaymentIntent on this account. "
                "Ensure the client_secret provided is valid.",
                "resource_missing",
            )


def _secret_refused(message: str, code: str) -> ApiError:
    return invalid(message, code=code, param="client_secret")


def merged_metadata(held: Json | None, given: Any) -> Json:
    """Metadata after an update: an empty value unsets its key, an empty whole unsets all."""
    if given is None:
        return dict(held or {})
    if given == "":
        return {}
    return {name: value for name, value in {**(held or {}), **given}.items() if value != ""}
