"""The pages count money as the API does: one table of decimal places, twice written and here compared."""

import re

from chalicelib.kernel import money
from tests.contracts.reading import PROJECT

PAGES = PROJECT / "web" / "src"
TABLE = PAGES / "shared" / "currencies.ts"


def test_the_pages_know_the_decimal_places_of_every_currency_as_the_api_does() -> None:
    """Wrong by one place is money wrong by a factor of ten; a browser has no fillér, the API has."""
    found = {
        code: int(places)
        for places, codes in re.findall(r'^  (\d): "([A-Z ]+)",$', TABLE.read_text(), re.MULTILINE)
        for code in codes.split()
    }
    assert found == {code: money.exponent(code) for code in money.CURRENCIES if money.exponent(code) != 2}


def test_no_page_asks_the_browser_for_decimal_places() -> None:
    asking = [
        str(path.relative_to(PAGES)) for path in PAGES.rglob("*.ts*") if ".maximumFractionDigits" in path.read_text()
    ]
    assert asking == []


def test_no_page_shows_money_with_the_browser_s_own_number_of_decimal_places() -> None:
    """`style: "currency"` stands once, where both limits are given."""
    showing = [str(path.relative_to(PAGES)) for path in PAGES.rglob("*.ts*") if 'style: "currency"' in path.read_text()]
    assert showing == ["shared/money.ts"]
