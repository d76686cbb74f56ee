"""One piece of work among many, each tried by itself: what goes wrong with one stops no other."""

from collections.abc import Callable

# How much was done; None when it has to be done again.
Work = Callable[[], int | None]
# Does the work for an id, and answers for its failure with None: handlers log it and count it.
Attempt = Callable[[str, Work], int | None]


def plainly(_: str, work: Work) -> int | None:
    """Whatever goes wrong goes on to the caller."""
    return work()
