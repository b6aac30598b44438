"""Money as people read it, and when subscriptions are due."""

from datetime import date
from decimal import Decimal

import pytest

from opencart_proxy.money import Currencies
from opencart_proxy.subscriptions.schedule import after, schedule

ROWS = {
    "USD": {"symbol_left": "$", "symbol_right": "", "decimal_place": "2", "value": Decimal(1), "status": 1},
    "EUR": {"symbol_left": "", "symbol_right": "€", "decimal_place": "2", "value": Decimal("0.5"), "status": 1},
    "JPY": {"symbol_left": "¥", "symbol_right": "", "decimal_place": "0", "value": Decimal(110), "status": 0},
}
MONEY = Currencies(ROWS)


@pytest.mark.parametrize(
    ("amount", "code", "text"),
    [
        ("1234.5", "USD", "$1,234.50"),
        ("1.005", "USD", "$1.01"),
        ("2.675", "USD", "$2.68"),
        ("-16.355", "USD", "$-16.36"),
        ("-0.001", "USD", "$0.00"),
        ("23.86", "EUR", "11.93€"),
        ("10.05", "JPY", "¥1,106"),
    ],
)
def test_amounts_round_half_away_from_zero(amount: str, code: str, text: str) -> None:
    assert MONEY.format(Decimal(amount), code) == text


def test_a_value_of_its_own_replaces_the_rate() -> None:
    assert MONEY.format(Decimal(10), "EUR", Decimal("0.8")) == "8.00€"


def test_amounts_convert_by_the_values_of_both_currencies() -> None:
    assert MONEY.convert(Decimal(55), "JPY", "EUR") == Decimal("0.25")
    assert MONEY.convert(Decimal(3), "XXX", "USD") == 3


def test_only_enabled_currencies_can_be_used() -> None:
    assert MONEY.enabled("EUR")
    assert not MONEY.enabled("JPY")
    assert not MONEY.enabled("XXX")


@pytest.mark.parametrize(
    ("day", "frequency", "count", "expected"),
    [
        (date(2026, 1, 31), "month", 1, date(2026, 3, 3)),
        (date(2028, 1, 31), "month", 1, date(2028, 3, 2)),
        (date(2026, 12, 15), "month", 2, date(2027, 2, 15)),
        (date(2028, 2, 29), "year", 1, date(2029, 3, 1)),
        (date(2026, 1, 1), "semi_month", 2, date(2026, 1, 31)),
        (date(2026, 1, 1), "week", 3, date(2026, 1, 22)),
    ],
)
def test_a_day_that_a_month_lacks_runs_over(day: date, frequency: str, count: int, expected: date) -> None:
    assert after(day, frequency, count) == expected


PLAN = {
    "trial_status": 1,
    "trial_duration": 2,
    "trial_cycle": 1,
    "trial_frequency": "week",
    "duration": 12,
    "cycle": 1,
    "frequency": "month",
}


def test_a_trial_is_counted_first() -> None:
    found = schedule(PLAN, date(2026, 3, 1), keeps_trial=False)
    assert (found.trial_remaining, found.remaining, found.date_next) == (1, 12, date(2026, 3, 8))


def test_without_a_trial_the_first_payment_is_made() -> None:
    found = schedule({**PLAN, "trial_status": 0}, date(2026, 3, 1), keeps_trial=False)
    assert (found.trial_remaining, found.remaining, found.date_next) == (0, 11, date(2026, 4, 1))
    endless = schedule({**PLAN, "trial_status": 0, "duration": 0}, date(2026, 3, 1), keeps_trial=True)
    assert (endless.trial_remaining, endless.remaining) == (2, 0)
