"""Buyers without an account: whoever reads mail at an address may see the orders of that address."""

from datetime import timedelta

from chalicelib.kernel.errors import Conflict, Unauthenticated

LINK_VALID = timedelta(minutes=30)
MOST_ORDERS = 200


class LinkAskedJustNow(Conflict):
    """A link was sent to this address a moment ago."""


class LinkExpired(Unauthenticated):
    """This link is not valid any more. Ask for a new one."""
