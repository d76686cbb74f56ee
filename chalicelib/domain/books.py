"""What an account's books say of a month: sums of its ledger's entries, by currency, tax and way to pay."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from chalicelib.domain.ledger import Entry, Kind


@dataclass
class TaxSum:
    """One tax at one rate: what was collected with payments, and what went back with refunds. Minor units."""

    name: str
    rate: str
    collected_minor: int = 0
    returned_minor: int = 0


@dataclass
class CurrencySum:
    """One currency's sums in minor units; money that goes out is negative. `methods` sums payments by way to pay."""

    currency: str
    by_kind: Counter[Kind] = field(default_factory=Counter)
    methods: Counter[str] = field(default_factory=Counter)
    payments: int = 0
    taxes: dict[tuple[str, str], TaxSum] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """One entry more."""
        self.by_kind[entry.kind] += entry.amount_minor
        if entry.kind == "payment":
            self.payments += 1
            self.methods[entry.method] += entry.amount_minor
        for tax in entry.taxes:
            total = self.taxes.setdefault((tax.name, tax.rate), TaxSum(tax.name, tax.rate))
            if entry.kind == "payment":
                total.collected_minor += tax.amount_minor
            else:
                total.returned_minor -= tax.amount_minor

    @property
    def gross_minor(self) -> int:
        """What buyers have paid."""
        return self.by_kind["payment"]

    @property
    def refunds_minor(self) -> int:
        """What went back to buyers: refunds that failed came back."""
        return self.by_kind["refund"] + self.by_kind["refund_returned"]

    @property
    def disputes_minor(self) -> int:
        """What banks took back, and gave back."""
        return self.by_kind["dispute"] + self.by_kind["dispute_returned"]

    @property
    def platform_fees_minor(self) -> int:
        """What the platform took, and gave back."""
        return self.by_kind["platform_fee"] + self.by_kind["platform_fee_returned"]

    @property
    def processing_fees_minor(self) -> int:
        """What the payment provider took."""
        return self.by_kind["processing_fee"]

    @property
    def payouts_minor(self) -> int:
        """What was sent to the bank."""
        return self.by_kind["payout"] + self.by_kind["payout_returned"]

    @property
    def net_minor(self) -> int:
        """What is left of it all, before payouts."""
        return sum(self.by_kind.values()) - self.payouts_minor


def fold(entries: Iterable[Entry]) -> list[CurrencySum]:
    """The sums of these entries, by currency."""
    sums: dict[str, CurrencySum] = {}
    for entry in entries:
        sums.setdefault(entry.currency, CurrencySum(entry.currency)).add(entry)
    return [sums[currency] for currency in sorted(sums)]
