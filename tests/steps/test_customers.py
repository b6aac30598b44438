"""Customers, addresses and carts (data-map 2.4)."""

from __future__ import annotations

from tests.steps.conftest import Moved


def test_the_first_address_is_the_default_of_a_customer_who_chose_none_of_their_own(moved: Moved) -> None:
    found = moved.target.rows("SELECT address_id, `default` FROM oc_address WHERE customer_id IN (3, 4) ORDER BY 1")
    assert found == [(4, 1), (5, 0), (6, 1)]


def test_cart_ids_beyond_a_signed_integer_are_lowered(moved: Moved) -> None:
    # 3000000000 less 2147483648
    assert moved.target.value("SELECT cart_id FROM oc_cart WHERE session_id = 'late'") == 852516352
