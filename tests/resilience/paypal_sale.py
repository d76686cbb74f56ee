"""A sale by PayPal as its tests see it: where its buyer is sent, what PayPal has taken, whether the books agree."""

from chalicelib.actions.reconciling import reconcile_all
from chalicelib.kernel import clock
from chalicelib.tables import orders
from tests.resilience.redirect_side import RedirectSide
from tests.resilience.till import Sale


def pay_url(sale: Sale) -> str:
    assert sale.checked_out
    return str(sale.checked_out["payment"]["pay_url"])


def reference(sale: Sale) -> str:
    return pay_url(sale).partition("token=")[2]


def net_at(paypal: RedirectSide, sale: Sale) -> int:
    """What PayPal has kept for the organizer, in cents."""
    order = paypal.order(reference(sale))["purchase_units"][0].get("payments", {})
    came = sum(
        round(float(one["seller_receivable_breakdown"]["net_amount"]["value"]) * 100) for one in order["captures"]
    )
    return came - sum(round(float(one["amount"]["value"]) * 100) for one in order.get("refunds", []))


def all_is_told(sale: Sale, paypal: RedirectSide) -> None:
    """Our books say what PayPal's do, and nothing is left that nobody can explain."""
    assert sum(entry.amount_minor for entry in sale.entries()) == net_at(paypal, sale)
    sale.books()
    assert not [one for one in reconcile_all(clock.now()) if one.account_id == orders.get_order(sale.id).account_id]
