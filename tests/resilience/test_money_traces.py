"""What money leaves behind: no card's number, secret, address or name in a log, a message, a workflow or a fact.

An evening with a card, a decline, a refund, a dispute, a bank transfer, and a Stripe that is away for so long that
messages end among the dead letters, where people read them.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import requests

from infra.functions import QUEUES
from localstack.launcher import Running
from localstack.stripe.cards import passes_luhn
from tests.resilience import till
from tests.resilience.aws_side import NAMES, AwsSide
from tests.resilience.stripe_side import StripeSide
from tests.resilience.till import Sale
from tests.shop import PASSWORD, Shop, wait_for

pytestmark = [pytest.mark.usefixtures("aws"), pytest.mark.req("PAY-11")]

CARD = "4000056655665556"
SECRET = re.compile(
    r"(sk|rk|pk)_(test|live)_\w+|whsec_\w+|(pi|seti)_\w+_secret_\w+|Bearer \S+"
    r"|ses_\w+\.[\w-]{20,}|eyJ[\w-]{10,}\.[\w-]{10,}\.|foyer_[\w-]{40,}|tok_[\w-]{20,}"
)
# Numbers of cards begin so and are so long; the time in milliseconds begins with a one.
CARD_LIKE = re.compile(r"(?<![\w.-])[3-6](?:[ -]?\d){12,18}(?![\w.-])")
WORKFLOWS = ("expire_reservation", "fulfil_order")


@dataclass
class Evening:
    """What was going on, the people who took part, and all that was written down: (where, text)."""

    sales: list[Sale]
    words: list[str]
    found: list[tuple[str, str]] = field(default_factory=list)


def pay_by_typed_card(sale: Sale) -> requests.Response:
    """What the payment form sends to Stripe from the browser."""
    assert sale.checked_out
    key = {"Authorization": f"Bearer {sale.checked_out['payment']['publishable_key']}"}
    typed = {
        "type": "card",
        "card[number]": CARD,
        "card[exp_month]": "12",
        "card[exp_year]": "2034",
        "card[cvc]": "123",
        "billing_details[name]": sale.buyer.name,
    }
    made = requests.post(f"{sale.stripe.url}/v1/payment_methods", data=typed, headers=key, timeout=30)
    assert made.ok, made.text
    return sale.pay(made.json()["id"])


@pytest.fixture(scope="module")
def evening(cloud: Running, amazon: AwsSide, aws: None) -> Iterator[Evening]:
    """Everything that money takes part in, and each of it going wrong once."""
    shop, stripe = Shop.opened(cloud), StripeSide(cloud.settings.stripe_url)
    before = {queue.name: amazon.hurry(queue.name, 1) for queue in QUEUES}
    names = ("Zebedee Quixote", "Philippa Vandersmoot", "Ottoline Brackwater", "Cuthbert Yellowlees")
    sales = []
    for name in names:
        sale = till.sale(shop, stripe, amazon, method=till.OFFLINE if name == names[2] else "card")
        sale.buyer.name = name
        sales.append(sale)
    typed, disputed, by_bank, stuck = sales
    typed.check_out()
    assert typed.pay("pm_card_chargeDeclined").status_code == 402
    paid = pay_by_typed_card(typed)
    assert paid.ok, paid.text
    typed.until("COMPLETED")
    assert typed.refund(amount_minor=1000, note=f"{names[0]} asked by telephone, card {CARD}").ok
    wait_for(lambda: typed.refunded == 1000, "the refund")
    assert disputed.check_out().pay("pm_card_createDispute").ok
    wait_for(lambda: disputed.books().get("dispute"), "the dispute")
    by_bank.check_out(till.OFFLINE)
    shop.post(f"/orders/{by_bank.id}/complete", {"reason": "payment_received", "note": f"Cash of {names[2]}"})
    by_bank.until("COMPLETED")
    _let_stripe_be_away(stuck)
    secrets = [sale.order["token"] for sale in sales] + [shop.session.cookies["foyer_session"]]
    evening = Evening(sales, [*names, *(name.split()[1] for name in names), *secrets, shop.email, PASSWORD])
    evening.found = [*_logs(cloud, amazon), *_dead_letters(amazon), *_workflows(amazon), *_facts(amazon)]
    yield evening
    for queue, seconds in before.items():
        amazon.hurry(queue, seconds)
        amazon.empty(f"{queue}-dead")


def _let_stripe_be_away(sale: Sale) -> None:
    """The notice of a payment, and the wish for its refund, fail until they are dead letters."""
    sale.check_out()
    sale.stripe.fail_next(f"GET /v1/payment_intents/{sale.intent}", "500_before", 60)
    assert sale.pay().ok
    wait_for(lambda: _is_dead(sale, "payments"), "the notice among the dead letters")
    sale.stripe.tell("faults", clear=True)
    assert sale.refresh() == "COMPLETED"
    sale.stripe.fail_next("POST /v1/refunds", "500_before", 60)
    assert sale.refund(amount_minor=100).ok
    wait_for(lambda: _is_dead(sale, "refunds"), "the refund among the dead letters")
    sale.stripe.tell("faults", clear=True)
    sale.amazon.send("mail", json.dumps({"order_id": f"{sale.id[:-4]}0000", "mail": "confirmation"}))
    wait_for(lambda: sale.amazon.dead_letters("mail"), "the mail among the dead letters")


def _is_dead(sale: Sale, queue: str) -> bool:
    return any(sale.id in text for text in sale.amazon.dead_letters(queue))


def _logs(cloud: Running, amazon: AwsSide) -> Iterator[tuple[str, str]]:
    yield from amazon.log_lines()
    for path in cloud.settings.logs.glob("*.log"):
        # MiniStack notes whom it hands a mail to; SES on AWS does not.
        yield from ((path.name, line) for line in path.read_text().splitlines() if "[ses] SMTP relay: " not in line)


def _dead_letters(amazon: AwsSide) -> Iterator[tuple[str, str]]:
    for queue in QUEUES:
        yield from ((f"{queue.name}-dead", text) for text in amazon.dead_letters(queue.name))


def _workflows(amazon: AwsSide) -> Iterator[tuple[str, str]]:
    states = amazon.client("stepfunctions")
    for workflow in WORKFLOWS:
        arn = NAMES.arn("states", f"stateMachine:{NAMES.workflow(workflow)}")
        for run in states.list_executions(stateMachineArn=arn)["executions"]:
            told = states.describe_execution(executionArn=run["executionArn"])
            yield workflow, f"{run['name']} {told['input']} {told.get('output')}"


def _facts(amazon: AwsSide) -> Iterator[tuple[str, str]]:
    more: dict[str, object] = {}
    while True:
        page = amazon.table.scan(**more)
        yield from (("facts", json.dumps(row, default=str)) for row in page["Items"] if row.get("kind") == "Fact")
        if "LastEvaluatedKey" not in page:
            return
        more = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def test_there_is_something_of_everything_to_look_at(evening: Evening) -> None:
    places = {place for place, _ in evening.found}
    assert {"api_handler", "payments", "payments-dead", "refunds-dead", "mail-dead", "facts", *WORKFLOWS} <= places
    whole = "\n".join(text for _, text in evening.found)
    assert [sale.id for sale in evening.sales if sale.id not in whole] == []


def test_no_person_and_no_token_is_written_down(evening: Evening) -> None:
    words = [*evening.words, *(sale.buyer.email for sale in evening.sales)]
    assert [(place, word, text) for place, text in evening.found for word in words if word in text] == []


def test_no_secret_is_written_down(evening: Evening) -> None:
    assert [(place, text) for place, text in evening.found if SECRET.search(text)] == []


def test_no_card_s_number_is_written_down(evening: Evening) -> None:
    found = [(place, text) for place, text in evening.found if CARD[-12:] in text]
    for place, text in evening.found:
        numbers = [re.sub(r"\D", "", number) for number in CARD_LIKE.findall(text)]
        found += [(place, text) for number in numbers if passes_luhn(number)]
    assert found == []


def test_the_scanner_finds_what_it_is_there_to_find() -> None:
    assert SECRET.search("the answer was pi_3Abc_secret_Def")
    assert SECRET.search('{"key": "sk_test_local"}')
    for said in (CARD, "4000 0566 5566 5556", "card=4000-0566-5566-5556,"):
        assert [re.sub(r"\D", "", number) for number in CARD_LIKE.findall(said)] == [CARD]
    assert not CARD_LIKE.findall("1795400000000 pi_4000056655665556")
