"""A card that is to be kept is found whatever was lost on the way, and nothing of one stays that is needed no more."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.actions import auto_buying
from chalicelib.kernel import clock
from chalicelib.tables import saved_cards, waitlist
from localstack.launcher import Running
from tests.api.auto_buying import agree, ask, card_of, enter, sold_out
from tests.api.waiting import joined, state
from tests.resilience.stripe_side import StripeSide
from tests.resilience.turns import Turn
from tests.shop import Shop, wait_for

pytestmark = [pytest.mark.usefixtures("aws", "fresh_queues"), pytest.mark.req("PAY-15")]


def test_a_card_whose_notice_and_page_were_lost_is_found_when_its_turn_comes(
    cloud: Running, stripe: StripeSide
) -> None:
    shop = Shop.opened(cloud)
    event, product, holder, order = sold_out(shop)
    ada = shop.buyer("Ada")
    entry = joined(ada, event, product)
    with stripe.webhooks("lost"):
        assert enter(ada, agree(ada, entry).json()).ok
        assert card_of(entry).state == "OPEN"
        assert holder.on(order, "cancel").ok
        wait_for(lambda: state(ada, entry) == "bought", "the purchase")


def test_a_card_that_nobody_finishes_or_needs_any_more_goes_by_itself(turn: Callable[..., Turn]) -> None:
    one = turn()
    ada = one.shop.buyer("Grace")
    found = waitlist.get_entry(one.entry["id"])
    unfinished = joined(ada, found.event_id, found.product_id)
    assert agree(ada, unfinished).status_code == 201
    card, other = card_of(one.entry), card_of(unfinished)
    auto_buying.tend(card.card_id, clock.now())
    auto_buying.tend(other.card_id, clock.now())
    assert (card_of(one.entry).state, card_of(unfinished).state) == ("KEPT", "OPEN")
    auto_buying.tend(other.card_id, clock.now() + timedelta(hours=2))
    one.shop.post(f"/events/{found.event_id}/cancel", {})
    auto_buying.tend(card.card_id, clock.now())
    for entry, customer in ((one.entry, card.customer), (unfinished, other.customer)):
        wait_for(lambda entry=entry: card_of(entry) is None, "the end of the card")
        assert one.stripe.ask("GET", f"customers/{customer}").json()["deleted"] is True


@pytest.mark.parametrize("kind", ["500_before", "500_after", "timeout_after"])
def test_a_card_whose_setup_was_lost_on_the_way_back_is_found_again(
    cloud: Running, stripe: StripeSide, kind: str
) -> None:
    shop = Shop.opened(cloud)
    event, product, _, _ = sold_out(shop)
    ada = shop.buyer("Ada")
    entry = joined(ada, event, product)
    stripe.fail_next("POST /v1/setup_intents", kind, times=3)
    first = agree(ada, entry, key="the-one-request-of-ada")
    assert first.status_code == 503, first.text
    again = agree(ada, entry, key="the-one-request-of-ada")
    assert again.status_code == 201
    assert len(stripe.all_of("customers", email=ada.email)) == 1
    assert card_of(entry).state == "OPEN"


def test_a_card_that_was_asked_for_and_never_opened_leaves_nothing_at_stripe(
    cloud: Running, stripe: StripeSide
) -> None:
    shop = Shop.opened(cloud)
    event, product, _, _ = sold_out(shop)
    ada = shop.buyer("Ada")
    entry = joined(ada, event, product)
    stripe.fail_next("POST /v1/setup_intents", "500_after", times=3)
    assert agree(ada, entry).status_code == 503
    card = card_of(entry)
    assert card.state == "REQUESTED"
    assert ask(ada, entry, "DELETE").status_code == 204
    wait_for(lambda: saved_cards.find_card(card.card_id) is None, "the end of the card")
    assert stripe.all_of("customers", email=ada.email) == []
