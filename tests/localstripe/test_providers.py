"""What every payment provider is held to: asking twice works once, and what is unreachable loses nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from chalicelib.domain.payments import Payment, Refund
from chalicelib.domain.redirects import REDIRECTS
from chalicelib.gateways.btcpay import BtcPay, Store
from chalicelib.gateways.paypal import PayPal
from chalicelib.gateways.paypal_client import PayPalApp
from chalicelib.gateways.providers import PROVIDERS, Provider
from chalicelib.kernel import clock, ids
from chalicelib.kernel.errors import Unreachable
from infra.sandbox import API, read_paypal_sandbox, read_sandbox
from localstack.launcher import Running
from tests.resilience.redirect_side import BTCPAY_KEY, PAYPAL_SECRET, at_btcpay, at_paypal
from tests.resilience.stripe_side import StripeSide

pytestmark = [pytest.mark.usefixtures("aws"), pytest.mark.req("PAY-8")]


@dataclass(frozen=True)
class Subject:
    """One provider, and how a buyer pays there; `payment` is written, and nobody has asked for it."""

    provider: Provider
    payment: Payment
    pay: Callable[[Payment], Payment]
    repaid: str = "SUCCEEDED"

    def opened(self) -> Payment:
        """The payment as its row is once the provider knows it."""
        reference = self.provider.open_intent(self.payment).reference
        return replace(self.payment, state="OPEN", provider_reference=reference)

    def refund(self, amount_minor: int = 2000) -> Refund:
        """A refund as its row is before the provider is asked."""
        made = ids.random("ref")
        order = self.payment.order_id, made, self.payment.payment_id
        return Refund(*order, amount_minor, "EUR", "REQUESTED", "other", clock.now(), provider=self.payment.provider)


@pytest.fixture(params=sorted([*PROVIDERS, *REDIRECTS]))
def subject(request: pytest.FixtureRequest, cloud: Running, stripe: StripeSide) -> Subject:
    """Each provider in turn. A refund in coins waits until its buyer names an address."""
    payment_id = ids.random("pay")
    payment = Payment(
        order_id=ids.random("ord"),
        payment_id=payment_id,
        provider=request.param,
        amount_minor=5000,
        currency="EUR",
        state="REQUESTED",
        created_at=clock.now(),
        idempotency_key=f"pi:{payment_id}:1",
    )

    def at_stripe(opened: Payment) -> Payment:
        stripe.confirm(opened.provider_reference)
        return opened

    ways: dict[str, Callable[[Payment], Payment]] = {
        "stripe": at_stripe,
        "offline": lambda opened: replace(opened, state="SUCCEEDED"),
    }
    if request.param == "paypal":
        return _paypal(cloud, payment)
    if request.param == "btcpay":
        return _btcpay(cloud, payment)
    return Subject(PROVIDERS[request.param], payment, ways[request.param])


def _paypal(cloud: Running, payment: Payment) -> Subject:
    own = read_paypal_sandbox()
    if own:  # a person would have to sign in at PayPal and approve
        provider = PayPal(PayPalApp(own.client_id, own.client_secret, is_sandbox=True))
        return Subject(provider, payment, lambda _: pytest.skip("PayPal's sandbox needs a person to approve"))
    side = at_paypal(cloud)
    provider = PayPal(PayPalApp(side.who, PAYPAL_SECRET))

    def pay(opened: Payment) -> Payment:
        side.press(provider.get_intent(opened).pay_url)
        taken = replace(opened, state="PROCESSING")
        provider.capture_intent(taken)
        return taken

    return Subject(provider, payment, pay)


def _btcpay(cloud: Running, payment: Payment) -> Subject:
    side = at_btcpay(cloud)

    def pay(opened: Payment) -> Payment:
        side.tell("pay", invoice=opened.provider_reference)
        return opened

    return Subject(BtcPay(Store(side.url, side.who, BTCPAY_KEY)), payment, pay, "PENDING")


@pytest.fixture
def stripe(request: pytest.FixtureRequest, cloud: Running) -> Iterator[StripeSide]:
    """The local Stripe, which tells nobody of what happens here; its sandbox, if the environment has keys of one."""
    own = read_sandbox()
    if own:
        if "kind" in request.fixturenames:
            pytest.skip("Stripe's sandbox does not fail on demand")
        yield StripeSide(API, own.secret_key)
        return
    side = StripeSide(cloud.settings.stripe_url)
    with side.webhooks("lost"):
        yield side
    side.tell("faults", clear=True)


class TestProvider:
    """The contract. A provider that is added is held to it by its place in PROVIDERS."""

    def test_opening_the_same_payment_twice_gives_the_same_intent(self, subject: Subject) -> None:
        first, second = (subject.provider.open_intent(subject.payment) for _ in range(2))
        assert first == second
        assert (first.status, first.received_minor, first.currency) == ("open", 0, "EUR")
        assert first.order_id == subject.payment.order_id

    def test_what_was_not_paid_has_brought_nothing(self, subject: Subject) -> None:
        seen = subject.provider.get_intent(subject.opened())
        assert (seen.status, seen.received_minor) == ("open", 0)

    def test_what_was_paid_says_how_much(self, subject: Subject) -> None:
        paid = subject.pay(subject.opened())
        seen = subject.provider.get_intent(paid)
        assert (seen.status, seen.received_minor, seen.currency) == ("succeeded", 5000, "EUR")
        assert seen.order_id == paid.order_id

    def test_cancelling_twice_says_that_no_money_can_come(self, subject: Subject) -> None:
        opened = subject.opened()
        assert [subject.provider.cancel_intent(opened).status for _ in range(2)] == ["cancelled"] * 2

    def test_a_payment_that_was_faster_than_its_cancelling_stays_succeeded(self, subject: Subject) -> None:
        paid = subject.pay(subject.opened())
        seen = subject.provider.cancel_intent(paid)
        assert (seen.status, seen.received_minor) == ("succeeded", 5000)

    def test_asking_twice_for_a_refund_pays_once(self, subject: Subject) -> None:
        paid, refund = subject.pay(subject.opened()), subject.refund()
        first, second = (subject.provider.refund(refund, paid) for _ in range(2))
        assert first == second
        assert (first.state, first.amount_minor, first.refund_id) == (subject.repaid, 2000, refund.refund_id)
        assert first.reference
        assert [one for one in subject.provider.list_refunds(paid) if one != first] == []

    def test_two_refunds_are_two(self, subject: Subject) -> None:
        paid = subject.pay(subject.opened())
        first, second = (subject.provider.refund(subject.refund(), paid) for _ in range(2))
        assert first.reference != second.reference

    def test_giving_back_no_fee_asks_for_nothing(self, subject: Subject) -> None:
        subject.provider.give_fee_back(subject.refund(), subject.pay(subject.opened()))

    def test_nobody_has_disputed_a_new_payment(self, subject: Subject) -> None:
        assert subject.provider.list_disputes(subject.pay(subject.opened())) == []


ASKED: dict[str, tuple[str, Callable[[Subject, Payment], Any]]] = {
    "open": ("POST /v1/payment_intents", lambda subject, _: subject.provider.open_intent(subject.payment)),
    "look": ("GET /v1/payment_intents/*", lambda subject, opened: subject.provider.get_intent(opened)),
    "cancel": ("POST /v1/payment_intents/*/cancel", lambda subject, opened: subject.provider.cancel_intent(opened)),
    "list refunds": ("GET /v1/refunds", lambda subject, opened: subject.provider.list_refunds(opened)),
    "list disputes": ("GET /v1/disputes", lambda subject, opened: subject.provider.list_disputes(opened)),
}


@pytest.mark.parametrize("kind", ["500_before", "500_after", "timeout_after", "429"])
@pytest.mark.parametrize("what", ASKED)
@pytest.mark.parametrize("subject", ["stripe"], indirect=True)
def test_what_cannot_be_reached_says_so_and_answers_the_same_afterwards(
    subject: Subject, stripe: StripeSide, what: str, kind: str
) -> None:
    call, ask = ASKED[what]
    opened = subject.opened() if what != "open" else subject.payment
    stripe.fail_next(call, kind, 1 if kind == "429" else 3)  # the SDK itself tries three times, but obeys a 429
    with pytest.raises(Unreachable):
        ask(subject, opened)
    stripe.tell("faults", clear=True)
    assert ask(subject, opened) == ask(subject, opened)
    assert len(stripe.intents(subject.payment.order_id)) == 1


@pytest.mark.parametrize("kind", ["500_before", "500_after", "timeout_after", "429"])
@pytest.mark.parametrize("subject", ["stripe"], indirect=True)
def test_a_refund_whose_answer_is_lost_is_paid_once(subject: Subject, stripe: StripeSide, kind: str) -> None:
    paid, refund = subject.pay(subject.opened()), subject.refund()
    stripe.fail_next("POST /v1/refunds", kind, 1 if kind == "429" else 3)
    with pytest.raises(Unreachable):
        subject.provider.refund(refund, paid)
    assert subject.provider.refund(refund, paid).state == "SUCCEEDED"
    assert [one.amount_minor for one in subject.provider.list_refunds(paid)] == [2000]


@pytest.mark.parametrize("subject", ["stripe"], indirect=True)
def test_a_refund_of_more_than_is_left_has_failed_and_says_why(subject: Subject) -> None:
    paid = subject.pay(subject.opened())
    said = subject.provider.refund(subject.refund(5001), paid)
    assert (said.state, said.reference) == ("FAILED", "")
    assert said.failure
