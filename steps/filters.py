"""Step 5: filters."""

from __future__ import annotations

from migrator.engine.step import Step
from migrator.engine.tablemap import table_map

STEP = Step(
    step_id="filters",
    name="Filters Migration",
    description="Filters, filter groups and the categories that use them",
    category="core",
    depends_on=("default_data", "categories"),
    tables=("filter", "filter_description", "filter_group", "filter_group_description", "category_filter"),
    maps=(
        table_map("filter_group"),
        table_map("filter_group_description"),
        table_map("filter"),
        table_map("filter_description", dropped={"filter_group_id": "the filter itself says its group"}),
        table_map("category_filter"),
    ),
)

__all__ = ["STEP"]
