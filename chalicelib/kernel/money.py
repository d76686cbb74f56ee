"""Money: integer minor units and the exponent of an ISO 4217 currency. Never a float.

Exponents: https://www.iso.org/iso-4217-currency-codes.html; two unless listed here.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

_EXPONENTS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
}
_BY_CODE = {code: exponent for exponent, codes in _EXPONENTS.items() for code in codes.split()}

# Circulating currencies of ISO 4217; the test compares this with Babel's knowledge of the world where present.
CURRENCIES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
    CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD
    HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD
    LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK
    PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS
    TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
    """.split()
)


def exponent(currency: str) -> int:
    """How many decimal places a currency has: 2 for EUR, 0 for JPY, 3 for KWD."""
    return _BY_CODE.get(currency, 2)


def to_major(minor: int, currency: str) -> Decimal:
    """Minor units as a decimal amount: 2550 EUR → Decimal('25.50')."""
    return Decimal(minor).scaleb(-exponent(currency))


def to_text(minor: int, currency: str) -> str:
    """An amount that every reader understands, whatever the language: `25.50 EUR`."""
    places = exponent(currency)
    return f"{to_major(minor, currency):,.{places}f} {currency}"


def round_half_up(amount: Fraction) -> int:
    """The one rounding rule: to the nearest minor unit, halves away from zero."""
    doubled = abs(amount) * 2
    rounded = (doubled.numerator + doubled.denominator) // (2 * doubled.denominator)
    return rounded if amount >= 0 else -rounded


def share_out(total: int, weights: Sequence[int]) -> list[int]:
    """`total` (not negative) in parts that are proportional to `weights` and add up to it exactly.

    Largest remainder (Hamilton's method): whoever loses most by rounding down gets the next unit, the first of equals.
    Without any weight all of it goes to nobody: the parts are zero.
    """
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    by_loss = sorted(range(len(weights)), key=lambda place: (-(total * weights[place] % whole), place))
    for place in by_loss[: total - sum(parts)]:
        parts[place] += 1
    return parts
