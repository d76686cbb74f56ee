"""Cards that are kept, to be charged later with what their owner agreed to."""

from dataclasses import dataclass

from chalicelib.kernel.errors import Conflict


class ConsentChanged(Conflict):
    """What you agree to has other words by now: read and accept them again."""


@dataclass(frozen=True)
class KeptCard:
    """A card that the provider keeps with a customer, by what its owner knows it by; never its number."""

    customer: str
    method: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int

    @property
    def name(self) -> str:
        """What its owner knows it by."""
        return f"{self.brand.replace('_', ' ').title()} •••• {self.last4}"
