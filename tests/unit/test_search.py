"""What an order is found by."""

import pytest

from chalicelib.domain import search
from chalicelib.domain.search import Query
from chalicelib.domain.tickets import issue
from tests.unit.making import NOW, PRODUCT_ID, order, payment

BEA = order(buyer_name="Béa  O'Brien-Åberg", buyer_email="Bea@Example.com", state="COMPLETED")
ENTRY = search.entry_of(BEA, [payment(state="SUCCEEDED")], issue(BEA, "A", NOW))


@pytest.mark.req("ORD-10")
@pytest.mark.parametrize(
    "text",
    [
        *("bea", "BEA o'b", "brien", "aberg", "Åberg", "béa o'brien", "o'brien bea", "bea@ex"),
        *(BEA.reference, BEA.reference.replace("-", ""), BEA.reference[:6].lower()),
    ],
)
def test_an_order_is_found_by_the_beginning_of_any_word(text: str) -> None:
    assert Query(text).fits(ENTRY)


@pytest.mark.parametrize("text", ["ea", "bea carla", "example.com", "xbea", "bea " + "z" * 90])
def test_an_order_is_not_found_unless_every_word_fits(text: str) -> None:
    assert not Query(text).fits(ENTRY)


@pytest.mark.req("ORD-11")
def test_every_facet_has_to_be_the_orders() -> None:
    assert ENTRY.facets == ["s:COMPLETED", f"p:{PRODUCT_ID}", "m:stripe"]
    assert Query(state="COMPLETED", product_id=PRODUCT_ID, method="stripe").fits(ENTRY)
    for other in (Query(state="EXPIRED"), Query(product_id="prd_other"), Query(method="free")):
        assert not other.fits(ENTRY)


def test_an_expiring_order_counts_as_reserved_until_it_has_expired() -> None:
    entry = search.entry_of(order(state="EXPIRING"), [], [])
    assert entry.facets[0] == "s:RESERVED"
    assert Query(state="EXPIRING").facets == ["s:RESERVED"]


def test_nobody_knows_how_an_order_is_paid_before_the_buyer_has_begun() -> None:
    assert search.method_of(order(), []) == ""
    assert search.method_of(order(total_minor=0), []) == "free"
    assert search.method_of(order(method="bank"), []) == "offline"
    assert search.method_of(order(), [payment()]) == "stripe"


def test_the_longest_word_is_looked_up_first() -> None:
    assert Query("of hannah bea").words == ["hannah", "bea", "of"]
    assert Query("  ").words == []


def test_a_ticket_is_found_by_its_own_holder_or_by_the_orders_reference() -> None:
    first, second = issue(BEA, "A", NOW)
    other = search.entry_of(BEA, [], [first, _held_by(second, "Carla Gomez", "carla@example.com")])
    assert Query("carla").tickets_of(other) == [2]
    assert Query("bea").tickets_of(other) == [1]
    assert Query(BEA.reference).tickets_of(other) == [1, 2]
    assert Query("carla bea").tickets_of(other) == []


def _held_by(ticket: object, name: str, email: str) -> object:
    from dataclasses import replace

    return replace(ticket, holder_name=name, holder_email=email)  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("text", "folded"), [("ÅSA", "asa"), ("Straße", "strasse"), ("ﬁn", "fin"), ("İbo", "ibo"), ("Łódź", "łodz")]
)
def test_accents_and_case_make_no_difference(text: str, folded: str) -> None:
    assert search.fold(text) == folded


def test_a_long_name_makes_few_and_short_tokens() -> None:
    words = search.words_of_name(" ".join("x" * 70 + str(n) for n in range(60)))
    assert len(words) <= 20
    assert max(map(len, words)) <= 64
