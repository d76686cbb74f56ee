"""The platform's own fees on direct charges, and what it gives back of them."""

from __future__ import annotations

from localstack.stripe import balance, events, lists
from localstack.stripe.call import Call, merged_metadata
from localstack.stripe.errors import Json, invalid
from localstack.stripe.shapes import new_object
from localstack.stripe.state import PLATFORM

APPLICATION = "ca_LocalPlatform"


def take(call: Call, charge: Json, amount: int) -> Json:
    fee = new_object(
        "application_fee",
        call.state.now(),
        account=call.account,
        amount=amount,
        application=APPLICATION,
        charge=charge["id"],
        currency=charge["currency"],
        originating_transaction=charge["id"],
        fee_source={"type": "charge", "charge": charge["id"]},
    )
    fee["refunds"] = {
        "object": "list",
        "url": f"/v1/application_fees/{fee['id']}/refunds",
        "has_more": False,
        "data": [],
    }
    fee["balance_transaction"] = balance.record(call, fee, "application_fee", amount, [], PLATFORM)["id"]
    call.state.put(PLATFORM, fee)
    events.record(call, "application_fee.created", fee, account=PLATFORM)
    return fee


def return_share(call: Call, charge: Json) -> None:
    fee = call.state.get(PLATFORM, "application_fee", charge["application_fee"])
    # What is owed back after this refund, less what was returned before: a chain of parts ends exactly.
    owed = fee["amount"] * charge["amount_refunded"] // charge["amount"]
    share = min(owed, fee["amount"]) - fee["amount_refunded"]
    if share > 0:
        _give_back(call, fee, share, {})


def _give_back(call: Call, fee: Json, amount: int, metadata: Json) -> Json:
    returned = new_object(
        "fee_refund",
        call.state.now(),
        amount=amount,
        currency=fee["currency"],
        fee=fee["id"],
        metadata=metadata,
    )
    call.state.put(PLATFORM, returned)
    returned["balance_transaction"] = balance.record(
        call, returned, "application_fee_refund", -amount, [], PLATFORM
    )["id"]  # fmt: skip
    # [M] The seller gets what the platform gives back, as a row of the same type.
    balance.record(call, returned, "application_fee_refund", amount, [], fee["account"])
    fee["amount_refunded"] += amount
    fee["refunded"] = fee["amount_refunded"] == fee["amount"]
    fee["refunds"]["data"].insert(0, returned)
    events.record(call, "application_fee.refunded", fee, account=PLATFORM)
    return returned


def create_refund(call: Call) -> Json:
    fee = call.get("application_fee")
    left = fee["amount"] - fee["amount_refunded"]
    amount = call.params.get("amount", left)
    if not 1 <= amount <= left:
        message = f"Refund amount ({amount}) is greater than unrefunded amount on fee ({left})"
        raise invalid(message, code="fee_already_refunded" if left == 0 else None, param="amount")
    return _give_back(call, fee, amount, merged_metadata({}, call.params.get("metadata")))


def list_refunds(call: Call) -> Json:
    fee = call.get("application_fee")
    return lists.page(call, fee["refunds"]["data"], fee["refunds"]["url"])


def retrieve(call: Call) -> Json:
    return call.get("application_fee")


def list_fees(call: Call) -> Json:
    return lists.all_of(call, "application_fee", "/v1/application_fees", charge="charge")
