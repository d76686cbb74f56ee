"""Webhooks of PayPal and BTCPay Servers: which payment they are about, as far as they tell."""

import json
from typing import Any

from chalicelib.domain.redirects import RedirectProvider
from chalicelib.kernel.errors import Malformed

_LONGEST = 100


def subject_of(provider: RedirectProvider, body: bytes) -> tuple[str, str]:
    """(the provider's id of the payment, our id of the order), "" for what the notice does not tell.

    Raises Malformed for a body that is no notice at all.
    """
    try:
        notice = json.loads(body)
    except ValueError as error:
        raise Malformed() from error
    if not isinstance(notice, dict):
        raise Malformed()
    if provider == "btcpay":  # https://docs.btcpayserver.org/API/Greenfield/v1/#tag/Webhooks
        return _text(notice.get("invoiceId")), ""
    resource = notice.get("resource")
    return _paypal(resource) if isinstance(resource, dict) else ("", "")


def _paypal(resource: dict[str, Any]) -> tuple[str, str]:
    """Orders, captures, refunds and disputes each name the payment in their own way.

    https://developer.paypal.com/api/rest/webhooks/event-names/ We have noted our order's id on the order: PayPal hands
    it on to what becomes of it.
    """
    for one in (resource, *_dicts(resource.get("purchase_units")), *_dicts(resource.get("disputed_transactions"))):
        noted = _text(one.get("custom_id") or one.get("custom"))
        if noted.startswith("ord_"):
            return "", noted
    related = resource.get("supplementary_data", {})
    related = related.get("related_ids", {}) if isinstance(related, dict) else {}
    return _text(related.get("order_id") if isinstance(related, dict) else "") or _text(resource.get("id")), ""


def _dicts(found: Any) -> list[dict[str, Any]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(found: Any) -> str:
    return found if isinstance(found, str) and len(found) <= _LONGEST else ""
