"""How full a pool is: the levels that an organizer is told of, once each."""

from chalicelib.domain.catalogue import Pool

LEVELS = (50, 80, 95, 100)


def level_reached(pool: Pool, free: int) -> int | None:
    """The highest level that is sold or held and was not told of yet.

    A sale that leaps over several levels at once is told of once, by the highest.
    """
    taken = pool.capacity - free
    reached = [level for level in LEVELS if pool.capacity and taken * 100 >= level * pool.capacity]
    return reached[-1] if reached and reached[-1] > pool.warned_percent else None
