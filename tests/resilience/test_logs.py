"""What the logs say after a whole evening: enough to find every refusal, and nothing about any person."""

import io
import json
import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse

from localstack.launcher import Running
from tests.resilience.aws_side import AwsSide
from tests.resilience.stripe_side import StripeSide
from tests.shop import PASSWORD, Buyer, Shop, wait_for

CARD = "4242 4242 4242 4242"
SECRETS = {
    "a session's token": r"eyJ[\w-]{10,}\.[\w-]{10,}\.|ses_\w+\.[\w-]{20,}",
    "an API key": r"foyer_[\w-]{40,}",
    "an order's token": r"tok_[\w-]{20,}",
    "a ticket's code": r"\bF1-\w[\w-]{40,}",
    "a secret key": r"sk_(test|live)_\w+|whsec_\w+",
    "a card's number": r"(?<![\w.-])(?:\d{4}[ -]?){3}\d{4}(?![\w.-])",
    "a client secret": r"pi_\w+_secret_\w+",
}


# What SES says in its sandbox: https://docs.aws.amazon.com/ses/latest/dg/using-ses-api-error-codes.html
SES_REFUSAL = b"""<ErrorResponse><Error><Type>Sender</Type><Code>MessageRejected</Code>
<Message>Email address is not verified. The following identities failed the check in region EU-CENTRAL-1:
zebedee@example.com</Message></Error><RequestId>1</RequestId></ErrorResponse>"""


class Wired(io.BytesIO):
    """An answer's body as botocore reads it."""

    def stream(self) -> Iterator[bytes]:
        yield self.read()


@dataclass
class Evening:
    """People who bought, failed to buy, and were refused; `orders` are ids with a refusal in their path."""

    people: list[Buyer]
    shop: Shop
    orders: list[str]
    words: list[str]


def _refuse(buyer: Buyer, order: dict[str, Any]) -> None:
    """A wrong token, a finished order, a body with what does not belong there."""
    assert buyer.on(order | {"token": "tok_" + "x" * 24}, "refresh").status_code == 404
    assert buyer.on(order, "checkout", {"buyer": {"name": CARD, "email": "no address"}}).status_code == 422
    answer = buyer.send("POST", f"/public/orders/{order['id']}/refresh", {}, Authorization="Bearer ")
    assert answer.status_code == 401


@pytest.fixture(scope="module")
def evening(cloud: Running, amazon: AwsSide) -> Evening:
    """Everything that a person's name, address or secret takes part in, and each of it going wrong once."""
    shop, stripe = Shop.opened(cloud), StripeSide(cloud.settings.stripe_url)
    happy, unlucky = shop.buyer("Zebedee Quixote"), shop.buyer("Philippa Vandersmoot")
    event, product = shop.on_sale(capacity=4)
    bought = happy.buy(event, product)
    _refuse(happy, bought)
    held = unlucky.reserve(event, product)
    stripe.fail_next("POST /v1/payment_intents", "429")
    checkout = {"buyer": {"name": unlucky.name, "email": unlucky.email}}
    with stripe.webhooks("lost"):
        assert unlucky.on(held, "checkout", checkout).status_code == 503
        checked_out = unlucky.check_out(held)
        assert unlucky.pay(checked_out, "pm_card_chargeDeclined").status_code == 402
    assert unlucky.on(held, "cancel").ok
    assert unlucky.on(held, "checkout", checkout).status_code == 409
    assert shop.send("POST", "/sessions", {"email": shop.email, "password": "wrong " + PASSWORD}).status_code == 401
    shop.scan(event, bought["tickets"][0]["code"])
    amazon.send("mail", json.dumps({"order_id": "ord_unknown", "mail": "confirmation"}))
    wait_for(happy.mails, "the mail")
    wait_for(lambda: any("message failed" in line for _, line in amazon.log_lines()), "the failed message's line")
    words = [bought["token"], held["token"], bought["tickets"][0]["code"], shop.session.cookies["foyer_session"]]
    return Evening([happy, unlucky], shop, [bought["id"], held["id"]], words)


@pytest.fixture(scope="module")
def logs(evening: Evening, cloud: Running, amazon: AwsSide) -> list[tuple[str, str]]:
    """(where it stands, line) of all that was written: by the functions, and by the local cloud's own processes."""
    files = [(path.name, line) for path in cloud.settings.logs.glob("*.log") for line in path.read_text().splitlines()]
    return amazon.log_lines() + [(name, line) for name, line in files if not _is_the_engine_s_own(line)]


def _is_the_engine_s_own(line: str) -> bool:
    """MiniStack notes whom it hands a mail to; SES on AWS does not."""
    return "INFO [ses] SMTP relay: " in line


def test_every_function_that_took_part_has_written(logs: list[tuple[str, str]]) -> None:
    assert {"api_handler", "mail", "engine.log"} <= {place for place, _ in logs}


def test_no_person_is_in_the_logs(evening: Evening, logs: list[tuple[str, str]]) -> None:
    personal = [word for each in evening.people for word in (each.name, each.name.split()[1], each.email)]
    personal += [evening.shop.email, PASSWORD, "Ada Lovelace", "no address", *evening.words]
    found = [(place, word, line) for place, line in logs for word in personal if word in line]
    assert found == []
    assert [(place, line) for place, line in logs if re.search(r"buyer-[0-9a-f]{12}|owner-[0-9a-f]{12}", line)] == []


@pytest.mark.parametrize("what", SECRETS)
def test_no_secret_is_in_the_logs(logs: list[tuple[str, str]], what: str) -> None:
    assert [(place, line) for place, line in logs if re.search(SECRETS[what], line)] == []


def test_every_refusal_can_be_found_by_its_request_and_its_order(evening: Evening, logs: list[tuple[str, str]]) -> None:
    lines = [json.loads(line) for place, line in logs if place == "api_handler" and line.startswith("{")]
    refused = [line for line in lines if line.get("message") == "refused"]
    assert [line for line in refused if not line.get("request_id")] == []
    for order_id in evening.orders:
        assert order_id in {line.get("order_id") for line in refused}
    about_orders = {"check_out", "refresh", "cancel", "get_buyer_order", "get_documents", "get_order"}
    assert [line for line in refused if line["route"] in about_orders and not line.get("order_id")] == []


@pytest.mark.usefixtures("aws")
def test_ses_s_refusal_of_a_mail_is_logged_without_its_recipient() -> None:
    from chalicelib.gateways import mailer
    from chalicelib.gateways.clients import aws

    def refuse(request: Any, **_: Any) -> AWSResponse:
        return AWSResponse(request.url, 400, {}, Wired(SES_REFUSAL))

    message = EmailMessage()
    message["To"] = "zebedee@example.com"
    aws("ses").meta.events.register_first("before-send.ses.SendRawEmail", refuse)
    try:
        with pytest.raises(mailer.MailRefused) as caught:
            mailer.send(message)
    finally:
        aws("ses").meta.events.unregister("before-send.ses.SendRawEmail", refuse)
    told = "".join(traceback.format_exception(caught.value))
    assert "MessageRejected" in told
    assert "zebedee" not in told
