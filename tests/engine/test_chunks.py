"""Rows that need Python, among many chunks that do not."""

from __future__ import annotations

import pytest

from migrator.engine import jobs
from migrator.engine.resolve import resolve
from migrator.engine.tablemap import Range
from migrator.workspace import open_context
from steps import STEPS
from tests.shop import Shop

PHP = 'a:1:{i:1;s:1:"x";}'


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        (Range(), Range(), True),
        (Range(2, 5), Range(4, 9), True),
        (Range(2, 5), Range(5, 9), False),
        (Range(None, 5), Range(4, None), True),
        (Range(None, 5), Range(5, None), False),
        (Range(1, 9), Range(3, 4), True),
    ],
)
def test_ranges_overlap_when_they_have_a_key_in_common(one: Range, other: Range, common: bool) -> None:
    assert one.overlaps(other) == other.overlaps(one) == common


def test_rows_that_need_python_arrive_whichever_chunk_they_are_in(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "COMPARED_ROWS", 2)
    shop.source.run(
        "UPDATE oc_customer SET custom_field = ''",
        f"UPDATE oc_customer SET custom_field = '{PHP}' WHERE customer_id IN (3, 4)",
    )
    with open_context() as context:
        [customers] = (one for one in STEPS["customers"].maps if one.target == "customer")
        [part] = resolve(customers, context).parts
        assert part.special == Range(2, 4)
    assert shop.migrate(batch_size=2).verified
    found = dict(shop.target.rows("SELECT customer_id, custom_field FROM oc_customer"))
    assert len(found) > 5
    assert {key for key, value in found.items() if value == '{"1":"x"}'} == {3, 4}


def test_a_row_that_came_to_need_python_since_it_was_asked_arrives_with_the_last_chunk(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "COMPARED_ROWS", 2)
    shop.source.run("UPDATE oc_customer SET custom_field = ''")
    shop.source.run(f"UPDATE oc_customer SET custom_field = '{PHP}' WHERE customer_id = 1")
    with open_context() as context:
        [customers] = (one for one in STEPS["customers"].maps if one.target == "customer")
        [part] = resolve(customers, context).parts
        assert part.special == Range(0, 1)
        last = shop.source.value("SELECT MAX(customer_id) FROM oc_customer")
        shop.source.run(f"UPDATE oc_customer SET custom_field = '{PHP}' WHERE customer_id = {last}")
        assert [row["customer_id"] for row in part.python_rows(Range(last - 1, None))] == [last]
