"""The connection to an organizer's own PayPal app: its tokens, and amounts as PayPal writes them.

Tokens: https://developer.paypal.com/api/rest/authentication/ · requests: https://developer.paypal.com/api/rest/requests/
"""

import base64
import time
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from chalicelib.domain.redirects import CredentialsRefused
from chalicelib.gateways.json_calls import Reply, call
from chalicelib.kernel.config import config
from chalicelib.kernel.errors import Unreachable
from chalicelib.kernel.money import exponent

_LIVE, _SANDBOX = "https://api-m.paypal.com", "https://api-m.sandbox.paypal.com"
# (expires at, token) by app: an app's token holds for hours, and is asked for again well before that.
_tokens: dict[tuple[str, str], tuple[float, str]] = {}
_MARGIN_SECONDS = 120
_MOST_TOKENS = 1000
_WHOLE = frozenset({"HUF", "JPY", "TWD"})


@dataclass(frozen=True)
class PayPalApp:
    """The keys of one app in PayPal's developer dashboard."""

    client_id: str
    client_secret: str = field(repr=False)
    is_sandbox: bool = False

    @property
    def base(self) -> str:
        """Where its API is."""
        return config().paypal_api or (_SANDBOX if self.is_sandbox else _LIVE)

    def ask(self, method: str, path: str, body: Any = None, request_id: str = "") -> Reply:
        """One call, with a token that is asked for again if it was not accepted. Raises Unreachable."""
        for is_last in (False, True):
            headers = {"Authorization": f"Bearer {self._token()}", "Content-Type": "application/json"}
            if request_id:
                headers["PayPal-Request-Id"] = request_id
            if method == "POST":
                headers["Prefer"] = "return=representation"
            reply = call(method, self.base + path, headers, body)
            if reply.status != 401 or is_last:
                break
            _tokens.pop(self._name, None)
        if reply.status == 401:
            raise Unreachable("PayPal does not accept the app's credentials any more.")
        return reply

    @property
    def _name(self) -> tuple[str, str]:
        return self.client_id, self.client_secret

    def _token(self) -> str:
        expires_at, token = _tokens.get(self._name, (0.0, ""))
        if expires_at > time.monotonic():
            return token
        try:
            return self.sign_in()
        except CredentialsRefused as error:
            raise Unreachable("PayPal does not accept the app's credentials any more.") from error

    def sign_in(self) -> str:
        """A new token. Raises CredentialsRefused, Unreachable."""
        key = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        headers = {"Authorization": f"Basic {key}", "Content-Type": "application/x-www-form-urlencoded"}
        form = urlencode({"grant_type": "client_credentials"}).encode()
        reply = call("POST", f"{self.base}/v1/oauth2/token", headers, raw=form)
        if not reply.is_ok:
            raise CredentialsRefused(client_id="is not accepted by PayPal together with this secret")
        token: str = reply.body["access_token"]
        if len(_tokens) >= _MOST_TOKENS:
            _tokens.clear()
        _tokens[self._name] = time.monotonic() + int(reply.body["expires_in"]) - _MARGIN_SECONDS, token
        return token


def money(minor: int, currency: str) -> dict[str, str]:
    """An amount as PayPal reads it: decimals by currency, none at all in three of them.

    https://developer.paypal.com/api/rest/reference/currency-codes/
    """
    places = 0 if currency in _WHOLE else exponent(currency)
    value = Decimal(minor).scaleb(-exponent(currency))
    return {"currency_code": currency, "value": f"{value:.{places}f}" if value == round(value, places) else str(value)}


def minor_of(amount: dict[str, str]) -> int:
    """The same read back, in our minor units."""
    return int(Decimal(amount["value"]).scaleb(exponent(amount["currency_code"])))
