"""Step 3: manufacturers."""

from __future__ import annotations

from migrator.engine.step import Step
from migrator.engine.tablemap import table_map

STEP = Step(
    step_id="manufacturers",
    name="Manufacturers Migration",
    description="Manufacturers and their stores",
    category="core",
    depends_on=("default_data",),
    tables=("manufacturer", "manufacturer_to_store"),
    maps=(table_map("manufacturer"), table_map("manufacturer_to_store")),
)

__all__ = ["STEP"]
