"""The published page of an event: safe with hostile words, found by search engines, small, readable without script."""

import gzip
import json
from html.parser import HTMLParser
from typing import Any

import pytest

from chalicelib.pages.render import event_page
from tests.web.samples import ASSETS, event, price, product

SITE = "https://tickets.example"
HOSTILE = """</script><script>alert(1)</script>"><img src=x onerror=alert(2)>' & <!-- \u2028"""


class Page(HTMLParser):
    """What a browser makes of the page: tags with attributes, the words, and the JSON blocks."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: dict[str, str] = {}
        self.words = ""
        self._inside = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        self._inside = attributes.get("type") or tag if tag in ("script", "style") else ""

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.blocks[self._inside] = data
        else:
            self.words += data

    def find(self, tag: str, **wanted: str) -> dict[str, str | None]:
        return next(a for name, a in self.tags if name == tag and wanted.items() <= a.items())


def page(**fields: Any) -> Page:
    return Page(event_page(event(**fields), base_url=SITE, assets=ASSETS))


def test_a_hostile_title_stays_text_everywhere() -> None:
    names = {"title": {"en": HOSTILE}, "products": [product(name={"en": HOSTILE})]}
    found = page(**names, organizer={"id": "org_1", "name": HOSTILE})
    assert sum(tag == "script" for tag, _ in found.tags) == 3
    assert not any(tag == "img" for tag, _ in found.tags)
    assert found.find("meta", property="og:title")["content"] == HOSTILE
    assert json.loads(found.blocks["application/ld+json"])["name"] == HOSTILE
    assert json.loads(found.blocks["application/json"])["title"]["en"] == HOSTILE


def test_no_script_is_inline_so_that_a_strict_policy_can_forbid_it() -> None:
    found = page()
    scripts = [attributes for tag, attributes in found.tags if tag == "script"]
    assert {attributes["type"] for attributes in scripts} == {"module", "application/ld+json", "application/json"}
    assert found.find("script", type="module")["src"] == "/assets/buyer-TEST.js"
    assert not any(name.startswith("on") for _, attributes in found.tags for name in attributes)


def test_search_engines_learn_when_where_and_for_how_much() -> None:
    data = json.loads(page().blocks["application/ld+json"])
    assert data["@type"] == "Event"
    assert data["startDate"] == "2026-12-18T19:30:00+01:00"
    assert data["location"]["address"]["addressLocality"] == "Lübeck"
    assert data["offers"][0]["price"] == "24.50"
    assert data["offers"][0]["priceCurrency"] == "EUR"
    assert data["offers"][0]["availability"] == "https://schema.org/InStock"


@pytest.mark.parametrize(
    ("state", "word"), [("sold_out", "SoldOut"), ("not_yet", "PreOrder"), ("ended", "Discontinued")]
)
def test_an_offer_says_whether_it_can_be_had(state: str, word: str) -> None:
    data = json.loads(page(products=[product(state=state)]).blocks["application/ld+json"])
    assert data["offers"][0]["availability"] == f"https://schema.org/{word}"


def test_an_event_without_a_location_is_online() -> None:
    data = json.loads(page(location=None).blocks["application/ld+json"])
    assert data["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"


def test_the_canonical_address_is_absolute() -> None:
    found = page()
    assert found.find("link", rel="canonical")["href"] == f"{SITE}/e/winter-concert/"
    assert found.find("meta", property="og:url")["content"] == f"{SITE}/e/winter-concert/"


def test_the_summary_is_the_description_without_markup() -> None:
    assert page().find("meta", name="description")["content"] == "By candlelight, with care. Bring a scarf."


def test_a_long_summary_ends_at_a_word() -> None:
    summary = page(description={"en": "<p>" + "candlelight " * 40 + "</p>"}).find("meta", name="description")["content"]
    assert summary is not None
    assert len(summary) <= 156
    assert summary.endswith("candlelight…")


def test_the_page_reads_without_script() -> None:
    words = page(products=[product(), product(id="prd_2", name={"en": "Early bird"}, state="sold_out", left=0)]).words
    for expected in (
        "Winter Concert",
        "Friday 18 December 2026",
        "19:30 – 22:00 (CET, Europe/Berlin)",
        "Bring a scarf.",
    ):
        assert expected in words
    for expected in ("General admission", "24.50 EUR", "Early bird", "Sold out", "Lübeck"):
        assert expected in words


def test_a_free_ticket_is_called_free() -> None:
    assert "Free" in page(products=[product(price_minor=0)]).words


def test_a_currency_without_decimals_shows_none() -> None:
    found = page(currency="JPY", exponent=0, products=[product(price_minor=2400)])
    assert "2,400 JPY" in found.words
    assert json.loads(found.blocks["application/ld+json"])["offers"][0]["price"] == "2400"


def test_an_event_over_several_days_says_both() -> None:
    words = page(ends_at="2026-12-20T21:00:00.000Z").words
    assert "Friday 18 December 2026, 19:30" in words
    assert "until Sunday 20 December 2026, 22:00" in words


def test_the_script_gets_the_event_as_it_was_published() -> None:
    assert json.loads(page().blocks["application/json"]) == event()


def test_a_page_with_many_tickets_stays_small() -> None:
    products = [product(id=f"prd_{n}", name={"en": f"Category {n}"}) for n in range(30)]
    source = event_page(event(products=products), base_url=SITE, assets=ASSETS)
    assert len(gzip.compress(source.encode())) < 8 * 1024


@pytest.mark.req("PRC-12")
def test_the_first_price_that_is_seen_has_everything_in_it() -> None:
    found = page(products=[product(prices=[price(price_minor=2500, total_minor=2650)])])
    assert "26.50 EUR" in found.words
    assert "incl. 1.50 EUR fees and taxes" in found.words
    assert json.loads(found.blocks["application/ld+json"])["offers"][0]["price"] == "26.50"


@pytest.mark.req("PRC-12")
def test_fees_on_the_order_are_told_on_the_listing() -> None:
    fees = [{"name": {"en": "Handling"}, "percent": "2.5", "amount_minor": 100}]
    assert "Per order: Handling 1.00 EUR + 2.5 %" in page(order_fees=fees).words


@pytest.mark.req("PRC-1")
def test_of_prices_that_follow_each_other_the_present_one_is_named() -> None:
    tiers = [
        price(name={"en": "Early bird"}, price_minor=2000, state="sold_out"),
        price(name={"en": "Regular"}, price_minor=3000),
        price(name={"en": "Last minute"}, price_minor=4000, state="not_yet"),
    ]
    found = page(products=[product(prices=tiers)])
    assert "Regular" in found.words
    assert "30.00 EUR" in found.words
    assert "Early bird" not in found.words
    assert [offer["price"] for offer in json.loads(found.blocks["application/ld+json"])["offers"]] == ["30.00"]


@pytest.mark.req("PRC-1")
def test_prices_to_choose_from_are_all_named() -> None:
    tiers = [price(name={"en": "Front"}, price_minor=4000, state="sold_out"), price(name={"en": "Side"})]
    found = page(products=[product(prices=tiers, tier_mode="choice")])
    for expected in ("Front", "40.00 EUR", "Sold out", "Side", "24.50 EUR"):
        assert expected in found.words
    offers = json.loads(found.blocks["application/ld+json"])["offers"]
    assert [offer["name"] for offer in offers] == ["General admission – Front", "General admission – Side"]


@pytest.mark.req("PRD-11")
def test_products_stand_under_their_category_and_those_without_one_first() -> None:
    category = {"id": "cat_1", "name": {"en": "Extras"}, "description": {"en": "At the door."}}
    empty = {"id": "cat_2", "name": {"en": "Nothing here"}, "description": {}}
    shirt = product(id="prd_2", name={"en": "T-shirt"}, category_id="cat_1", kind="add_on")
    words = page(categories=[category, empty], products=[shirt, product()]).words
    assert (
        words.index("General admission") < words.index("Extras") < words.index("At the door.") < words.index("T-shirt")
    )
    assert "Nothing here" not in words


@pytest.mark.req("PRD-7")
def test_a_donation_has_a_least_amount_and_is_no_offer() -> None:
    found = page(products=[product(kind="donation", price_minor=500)])
    assert "From 5.00 EUR" in found.words
    assert json.loads(found.blocks["application/ld+json"])["offers"] == []


@pytest.mark.parametrize(("language", "side"), [("ar", "rtl"), ("he", "rtl"), ("fa-IR", "rtl"), ("de", "ltr")])
def test_a_page_begins_at_the_side_of_its_language(language: str, side: str) -> None:
    found = Page(event_page(event(), base_url=SITE, language=language, assets=ASSETS))
    assert found.find("html", lang=language)["dir"] == side
