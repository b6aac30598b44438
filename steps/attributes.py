"""Step 4: attributes and options."""

from __future__ import annotations

from sqlalchemy import case

from migrator.engine.step import Step
from migrator.engine.tablemap import Rule, computed, table_map, value

OPTION_TYPE: dict[str, Rule] = {
    "type": computed(
        "type; “radio” for the legacy “image”", lambda s: case((s.c.type == "image", "radio"), else_=s.c.type), "type"
    )
}

STEP = Step(
    step_id="attributes",
    name="Attributes Migration",
    description="Attributes, attribute groups, options and option values",
    category="core",
    depends_on=("default_data",),
    tables=(
        "attribute",
        "attribute_description",
        "attribute_group",
        "attribute_group_description",
        "option",
        "option_description",
        "option_value",
        "option_value_description",
    ),
    maps=(
        table_map("attribute"),
        table_map("attribute_description"),
        table_map("attribute_group"),
        table_map("attribute_group_description"),
        table_map("option", columns={**OPTION_TYPE, "validation": value("", "no pattern for texts")}),
        table_map("option_description"),
        table_map("option_value"),
        table_map("option_value_description"),
    ),
)

__all__ = ["OPTION_TYPE", "STEP"]
