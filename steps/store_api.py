"""Settings that only OpenCart 3's store API reads (store-api 12); part of the other_data step.

OpenCart 4 has no minimum totals of payment methods, so ``setting`` does not get them (data-map 3.3 e). Clients that
speak OpenCart 3 still have to be offered the methods that they were offered before: a table of our own keeps the
source's rows for them.
"""

from __future__ import annotations

from collections.abc import Iterator

from migrator.engine.context import Context
from migrator.engine.tablemap import Part, Range, Row, TableMap
from steps.convert.extension_settings import MINIMUM_TOTALS

__all__ = ["STORE_API_SETTING"]


def _minimum_totals(context: Context, _: Range) -> Iterator[Row]:
    for row in context.rows("setting"):
        if row["key"] in MINIMUM_TOTALS:
            yield {
                "setting_id": row["setting_id"],
                "store_id": row["store_id"],
                "name": row["key"],
                "value": row["value"],
            }


STORE_API_SETTING = TableMap(
    "ocm_setting",
    (
        Part(
            rows=_minimum_totals,
            reads=("setting",),
            text="the minimum totals of payment methods, for OpenCart 3's store API",
        ),
    ),
    creates="setting_id int(11) NOT NULL, store_id int(11) NOT NULL, name varchar(128) NOT NULL, value text NOT NULL, "
    "PRIMARY KEY (setting_id)",
)
