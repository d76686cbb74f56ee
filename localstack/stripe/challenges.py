"""Sending a buyer to the page of their bank, or of whoever else has to agree."""

from __future__ import annotations

from localstack.stripe.call import Call
from localstack.stripe.errors import Json
from localstack.stripe.shapes import token


def ask(call: Call, intent: Json, return_url: str | None, *, leaves: bool) -> None:
    """The intent waits for an answer there; `leaves` is for a method whose page cannot stand within the shop's."""
    key = token(24)
    call.state.private[intent["id"]] = {"challenge": key, "return_url": return_url}
    url = f"{call.base_url}/challenge/{call.account}/{intent['id']}/{key}"
    intent["status"] = "requires_action"
    if not leaves and (call.params.get("use_stripe_sdk") or not return_url):
        details: Json = {"type": "three_d_secure_redirect", "stripe_js": url}
        intent["next_action"] = {"type": "use_stripe_sdk", "use_stripe_sdk": details}
    else:
        redirect = {"url": url, "return_url": return_url}
        intent["next_action"] = {"type": "redirect_to_url", "redirect_to_url": redirect}
