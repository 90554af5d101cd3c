"""The clock: the day on which French law took a moment to be."""

from datetime import UTC, date, datetime

import pytest

from forum import clock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2016, 9, 30, 21, 59, tzinfo=UTC), date(2016, 9, 30)),
        (datetime(2016, 9, 30, 22, 0, tzinfo=UTC), date(2016, 10, 1)),
        (datetime(2019, 12, 31, 22, 59, tzinfo=UTC), date(2019, 12, 31)),
        (datetime(2019, 12, 31, 23, 0, tzinfo=UTC), date(2020, 1, 1)),
    ],
)
def test_the_law_changes_at_midnight_in_paris(moment: datetime, day: date) -> None:
    assert clock.day_of_law(moment) == day
    with clock.set_to(moment):
        assert clock.day_of_law() == day
