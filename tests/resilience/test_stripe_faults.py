"""Stripe answers with errors, or does the work and the answer is lost: one intent, one refund, no seat given twice."""

from collections.abc import Iterator

import pytest

from chalicelib.kernel import clock
from tests.resilience.aws_side import AwsSide
from tests.resilience.stripe_side import StripeSide
from tests.shop import Buyer, Shop, wait_for

KINDS = ["500_before", "500_after", "timeout_after", "429"]
CREATE, REFUND = "POST /v1/payment_intents", "POST /v1/refunds"


@pytest.fixture(autouse=True)
def _no_notice_comes_between(stripe: StripeSide) -> Iterator[None]:
    """A worker that looks because of a webhook would heal, or fail, in the buyer's place."""
    with stripe.webhooks("lost"):
        yield


def outlasting(kind: str) -> int:
    """How often it must fail so that the caller hears of it: the SDK itself tries three times, but obeys a 429."""
    return 1 if kind == "429" else 3


def cancelling(checked_out: dict) -> str:
    """The cancelling of just this payment: orders of earlier tests may expire at the same moment."""
    intent, _, _ = checked_out["payment"]["client_secret"].partition("_secret")
    return f"POST /v1/payment_intents/{intent}/cancel"


def _assert_unreachable(answer: object) -> None:
    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert int(answer.headers["Retry-After"]) > 0
    problem = answer.json()
    assert problem["code"] == "unreachable"
    assert problem["request_id"]


def _reserved(shop: Shop) -> tuple[str, str, Buyer, dict]:
    event, product = shop.on_sale(capacity=2)
    buyer = shop.buyer()
    return event, product, buyer, buyer.reserve(event, product, 2)


def _check_out(buyer: Buyer, order: dict) -> object:
    return buyer.on(order, "checkout", {"buyer": {"name": buyer.name, "email": buyer.email}})


@pytest.mark.parametrize("kind", KINDS[:3])
def test_one_failure_is_not_noticed_by_the_buyer(shop: Shop, stripe: StripeSide, kind: str) -> None:
    _, _, buyer, order = _reserved(shop)
    stripe.fail_next(CREATE, kind)
    assert _check_out(buyer, order).ok
    assert len(stripe.intents(order["id"])) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_an_intent_that_cannot_be_made_is_made_once_by_the_next_try(shop: Shop, stripe: StripeSide, kind: str) -> None:
    event, _, buyer, order = _reserved(shop)
    stripe.fail_next(CREATE, kind, outlasting(kind))
    _assert_unreachable(_check_out(buyer, order))
    assert shop.order(order["id"])["state"] == "RESERVED"
    assert shop.free(event) == 0
    assert buyer.pay(buyer.check_out(order)).ok
    assert len(stripe.intents(order["id"])) == 1
    assert buyer.on(order, "refresh").json()["state"] == "COMPLETED"
    assert shop.facts(order["id"]).count("PaymentStarted") == 1


@pytest.mark.parametrize("kind", KINDS)
def test_seats_stay_taken_until_stripe_has_said_that_no_money_can_come(
    shop: Shop, stripe: StripeSide, amazon: AwsSide, kind: str
) -> None:
    event, _, buyer, order = _reserved(shop)
    amazon.wait_until_held(order["id"])
    checked_out = buyer.check_out(order)
    stripe.fail_next(cancelling(checked_out), kind, outlasting(kind))
    _assert_unreachable(buyer.on(order, "cancel"))
    assert shop.free(event) == 0
    assert shop.order(order["id"])["state"] == "EXPIRING"
    assert buyer.on(order, "cancel").json()["state"] == "CANCELLED"
    assert shop.free(event) == 2
    assert [intent["status"] for intent in stripe.intents(order["id"])] == ["canceled"]


@pytest.mark.parametrize("kind", ["500_before", "429"])
def test_a_payment_that_comes_while_the_cancelling_fails_buys_the_tickets(
    shop: Shop, stripe: StripeSide, amazon: AwsSide, kind: str
) -> None:
    event, _, buyer, order = _reserved(shop)
    amazon.wait_until_held(order["id"])
    checked_out = buyer.check_out(order)
    stripe.fail_next(cancelling(checked_out), kind, outlasting(kind))
    _assert_unreachable(buyer.on(order, "cancel"))
    assert buyer.pay(checked_out).ok
    assert buyer.on(order, "cancel").json()["state"] == "COMPLETED"
    assert shop.free(event) == 0


def test_a_refresh_that_stripe_does_not_answer_changes_nothing(shop: Shop, stripe: StripeSide) -> None:
    _, _, buyer, order = _reserved(shop)
    checked_out = buyer.check_out(order)
    assert buyer.pay(checked_out).ok
    stripe.fail_next("GET /v1/payment_intents/*", "429")
    _assert_unreachable(buyer.on(order, "refresh"))
    assert shop.order(order["id"])["state"] == "RESERVED"
    assert buyer.on(order, "refresh").json()["state"] == "COMPLETED"


@pytest.mark.usefixtures("aws", "fresh_queues")
class TestRefunds:
    """Money that came too late goes back once, whatever happens on the way."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_refund_whose_answer_was_lost_is_paid_once(
        self, shop: Shop, stripe: StripeSide, amazon: AwsSide, kind: str
    ) -> None:
        event, product, buyer, order = _reserved(shop)
        checked_out = buyer.check_out(order)
        _give_seats_away(order["id"])
        shop.buyer().reserve(event, product, 2)
        stripe.fail_next(REFUND, kind, 2 * outlasting(kind))
        assert buyer.pay(checked_out).ok
        assert buyer.on(order, "refresh").ok
        wait_for(lambda: shop.order(order["id"])["refunded_minor"], "the refund")
        amazon.wait_until_quiet("refunds")
        assert shop.order(order["id"])["refunded_minor"] == 5000
        assert [refund["amount"] for refund in stripe.refunds(order["id"])] == [5000]
        assert shop.facts(order["id"]).count("RefundSucceeded") == 1
        assert shop.order(order["id"])["state"] == "EXPIRED"


def _give_seats_away(order_id: str) -> None:
    """As if Stripe's word about a cancelled payment had been wrong: the seats go, the intent stays open."""
    from chalicelib.tables import orders, pools
    from chalicelib.tables.commit import commit

    now = clock.now()
    commit([orders.move(orders.get_order(order_id), "EXPIRING")], [], now=now, by="test")
    order = orders.get_order(order_id)
    commit([orders.move(order, "EXPIRED"), *pools.give_back(order.takes)], [], now=now, by="test")
