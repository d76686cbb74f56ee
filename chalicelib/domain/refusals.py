"""What the rules of sale say no to."""

from chalicelib.kernel.errors import Conflict, Forbidden, Invalid


class NotOnSale(Conflict):
    """This is not on sale now."""


class WrongQuantity(Invalid):
    """The quantity is not allowed for this product."""


class WrongAmount(Invalid):
    """The amount is not allowed for this product."""


class WrongTier(Invalid):
    """This product needs one of its prices to be chosen."""


class WrongOccurrence(Invalid):
    """This event takes place more than once: choose a date."""


class WrongCurrency(Invalid):
    """This is not sold in that currency."""


class RepeatedProduct(Invalid):
    """A product may stand in one line only, unless its price or date differs."""


class PriceChanged(Conflict):
    """The price has changed in the meantime: have another look before you buy."""


class MembersOnly(Forbidden):
    """This is for members only: give the e-mail address that you are known by."""


class NeedsAnother(Invalid):
    """This is only sold together with something else."""
