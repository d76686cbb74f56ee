"""The confirmation as it leaves: with its receipt, and the invoice that is drawn by then."""

import json

import pytest

from localstack.launcher import Running
from tests.shop import Shop, text_of, wait_for

pytestmark = [pytest.mark.req("MSG-1"), pytest.mark.usefixtures("aws")]

SELLER = {"legal_name": "Harbour Hall GmbH", "street": "Am Kai 7", "city": "Hamburg", "country": "DE"}


def sent(shop: Shop, mail: dict[str, str]) -> tuple[str, set[str]]:
    """What a mail says as plain text, and the names of what is attached."""
    read = json.loads(text_of(shop.cloud, mail))
    return read["text"], {file["name"] for file in read["attachments"]}


def test_a_confirmation_has_a_receipt_and_the_invoice_that_is_drawn(cloud: Running) -> None:
    from chalicelib.actions import fulfilment
    from chalicelib.kernel import clock
    from chalicelib.tables.mails import MailRow
    from chalicelib.tables.table import client

    shop = Shop.opened(cloud)
    answer = shop.send("PUT", "/account/invoicing", SELLER, **{"If-Match": '"0"'})
    assert answer.status_code == 200
    event, product = shop.on_sale(price_minor=2500)
    buyer = shop.buyer()
    order = buyer.buy(event, product, 2)
    wait_for(lambda: buyer.see(order, "/invoices")["ready"], "the invoice")
    wait_for(lambda: "MailSent" in shop.facts(order["id"]), "the mark of the mail")
    [first] = buyer.mails()
    assert "invoice" in sent(shop, first)[0]  # attached or announced: the two workers race

    client()
    MailRow(f"ORDER#{order['id']}", "MAIL#confirmation").delete()
    fulfilment.send_mail(order["id"], "confirmation", clock.now())
    wait_for(lambda: len(buyer.mails()) == 2, "the mail once more")
    [again] = [mail for mail in buyer.mails() if mail["id"] != first["id"]]
    said, attached = sent(shop, again)
    reference = shop.order(order["id"])["reference"]
    assert attached == {"event.ics", f"tickets-{reference}.pdf", f"invoice-{reference}.pdf"}
    assert "2 × Standard: 50.00 EUR" in said
    assert "by card." in said
