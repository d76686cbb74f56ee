"""The dates that a rule makes: by the clock on the wall, whatever daylight saving does."""

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domain import series
from chalicelib.domain.series import NoOccurrence, Recurrence, TooManyOccurrences, occurrence_id_of

SPRING = datetime(2031, 3, 29, 19, tzinfo=UTC)  # 20:00 in Berlin, a day before the clocks change there
LENGTH = timedelta(hours=2)


def starts(rule: Recurrence, first: datetime = SPRING, zone: str = "Europe/Berlin") -> list[datetime]:
    return [day.starts_at for day in series.plan("evt_1", first, LENGTH, zone, rule)]


def days(rule: Recurrence, first: datetime = SPRING) -> list[str]:
    return [f"{at:%m-%d}" for at in starts(rule, first)]


def test_eight_in_the_evening_stays_eight_in_the_evening() -> None:
    found = starts(Recurrence("daily", 1, 3, None))
    assert [f"{at:%d %H:%M}" for at in found] == ["29 19:00", "30 18:00", "31 18:00"]


def test_an_hour_that_the_clocks_skip_is_the_moment_after() -> None:
    skipped = datetime(2031, 3, 29, 1, 30, tzinfo=UTC)  # 02:30 in Berlin, which 30 March does not have
    assert [f"{at:%d %H:%M}" for at in starts(Recurrence("daily", 1, 2, None), skipped)] == ["29 01:30", "30 01:30"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Recurrence("daily", 2, 3, None), ["03-29", "03-31", "04-02"]),
        (Recurrence("daily", 1, None, date(2031, 3, 31)), ["03-29", "03-30", "03-31"]),
        (Recurrence("weekly", 1, 3, None), ["03-29", "04-05", "04-12"]),
        (Recurrence("weekly", 2, 4, None, [5, 0]), ["03-29", "04-07", "04-12", "04-21"]),
        (Recurrence("weekly", 1, None, date(2031, 4, 5), [5, 6]), ["03-29", "03-30", "04-05"]),
    ],
)
def test_a_rule_makes_these_days(rule: Recurrence, expected: list[str]) -> None:
    assert days(rule) == expected


def test_a_month_without_the_day_is_left_out() -> None:
    first = datetime(2031, 1, 31, 12, tzinfo=UTC)
    assert days(Recurrence("monthly", 1, 4, None), first) == ["01-31", "03-31", "05-31", "07-31"]


def test_a_leap_day_comes_every_four_years() -> None:
    found = starts(Recurrence("monthly", 12, 3, None), datetime(2032, 2, 29, 12, tzinfo=UTC))
    assert [at.year for at in found] == [2032, 2036, 2040]


def test_a_rule_that_names_no_date_is_refused() -> None:
    with pytest.raises(NoOccurrence):
        starts(Recurrence("daily", 1, None, date(2031, 3, 28)))


def test_a_rule_without_end_is_refused() -> None:
    with pytest.raises(TooManyOccurrences):
        starts(Recurrence("daily", 1, None, date(9000, 1, 1)))


def test_the_ids_of_dates_sort_by_their_starts_and_are_made_again() -> None:
    made = series.plan("evt_1", SPRING, LENGTH, "UTC", Recurrence("daily", 1, 50, None))
    ids = [day.occurrence_id for day in made]
    assert ids == sorted(ids)
    assert ids[0] == occurrence_id_of("evt_1", SPRING) != occurrence_id_of("evt_2", SPRING)


def test_a_date_lasts_as_long_as_the_first() -> None:
    assert {day.ends_at - day.starts_at for day in series.plan(
        "evt_1", SPRING, LENGTH, "Europe/Berlin", Recurrence("daily", 1, 5, None)
    )} == {LENGTH}  # fmt: skip
