"""Customers, and the payment methods that are kept with them for later."""

from __future__ import annotations

from localstack.stripe import events, lists, payment_methods
from localstack.stripe.call import Call, merged_metadata
from localstack.stripe.errors import Json, invalid, no_such
from localstack.stripe.shapes import new_object

_COPIED = ("email", "name", "description", "phone")


def create(call: Call) -> Json:
    given = {name: call.params[name] for name in _COPIED if name in call.params}
    customer = new_object(
        "customer", call.state.now(), metadata=merged_metadata({}, call.params.get("metadata")), **given
    )
    call.state.put(call.account, customer)
    events.record(call, "customer.created", customer)
    return customer


def retrieve(call: Call) -> Json:
    return call.get("customer", "customer")


def delete(call: Call) -> Json:
    """It is gone for good, and what was kept with it can be charged by nobody."""
    customer = find(call, call.path["id"])
    for method in _kept_with(call, customer["id"]):
        _let_go(call, method)
    gone = {"id": customer["id"], "object": "customer", "deleted": True}
    events.record(call, "customer.deleted", customer)
    call.state.put(call.account, gone)
    return gone


def list_customers(call: Call) -> Json:
    rows = [row for row in call.state.all(call.account, "customer") if not row.get("deleted")]
    wanted = call.params.get("email")
    return lists.page(call, [row for row in rows if wanted in (None, row["email"])], "/v1/customers")


def find(call: Call, customer_id: str) -> Json:
    """A customer that was not deleted."""
    found = call.state.get(call.account, "customer", customer_id, "customer")
    if found.get("deleted"):
        raise no_such("customer", customer_id, "customer")
    return found


def attach(call: Call) -> Json:
    method = payment_methods.find(call, call.path["id"])
    customer = find(call, call.params.get("customer", ""))
    require_usable(call, method, customer["id"])
    return keep(call, method, customer["id"])


def keep(call: Call, method: Json, customer_id: str) -> Json:
    """From now on it may be charged again, for this customer and nobody else."""
    if method["customer"] != customer_id:
        method["customer"] = customer_id
        events.record(call, "payment_method.attached", method)
    return method


def detach(call: Call) -> Json:
    method = call.get("payment_method", "payment_method")
    if not method["customer"]:
        raise invalid("The payment method you provided is not attached to a customer so detachment is impossible.")
    return _let_go(call, method)


def list_methods(call: Call) -> Json:
    rows = _kept_with(call, call.params["customer"]) if "customer" in call.params else []
    kind = call.params.get("type")
    return lists.page(call, [row for row in rows if kind in (None, row["type"])], "/v1/payment_methods")


def require_usable(call: Call, method: Json, customer_id: str | None) -> None:
    """What is kept with somebody is used by them alone, and what was let go of by nobody."""
    if method["customer"] and method["customer"] != customer_id:
        raise invalid(
            f"The provided PaymentMethod ({method['id']}) belongs to a Customer. Please include the Customer in the "
            "`customer` parameter.",
            param="payment_method",
        )
    if call.state.private[method["id"]].get("is_spent"):
        raise invalid(
            "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared "
            "with a connected account without Customer attachment, or was detached from a Customer. It may not be "
            "used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.",
            param="payment_method",
        )


def _kept_with(call: Call, customer_id: str) -> list[Json]:
    return [row for row in call.state.all(call.account, "payment_method") if row["customer"] == customer_id]


def _let_go(call: Call, method: Json) -> Json:
    previous = {"customer": method["customer"]}
    method["customer"] = None
    call.state.private[method["id"]]["is_spent"] = True
    events.record(call, "payment_method.detached", method, previous)
    return method
