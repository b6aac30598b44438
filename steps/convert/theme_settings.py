"""Settings of OpenCart 3 themes, which OpenCart 4 keeps with the shop (data-map 3.3 b)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from steps.convert.setting_rows import ShopFacts, SourceSettings, TargetSettings

__all__ = ["IMAGE_SIZES", "convert_theme_settings"]

IMAGE_SIZES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "additional": ("74", "74"),
        "cart": ("47", "47"),
        "category": ("80", "80"),
        "compare": ("90", "90"),
        "location": ("268", "50"),
        "popup": ("500", "500"),
        "product": ("228", "228"),
        "related": ("200", "200"),
        "thumb": ("228", "228"),
        "wishlist": ("47", "47"),
    }
)
"""Kind of picture → width and height of a fresh OpenCart 3, in pixels."""

DEFAULT_THEME = "default"


def convert_theme_settings(
    source: SourceSettings, into: TargetSettings, facts: ShopFacts, *, keep_image_sizes: bool
) -> None:
    """Write list lengths and picture sizes of every store's theme.

    With ``keep_image_sizes`` the target's sizes stay, because its theme is designed for them, and sizes the shop
    owner had changed are told. OpenCart 4 fails on a missing size: those are always filled in.
    """
    for store in facts.store_ids:
        theme = source.effective(store, "config_theme") or DEFAULT_THEME
        code = f"theme_{theme}"
        for old, new in (
            (f"{code}_product_limit", "config_pagination"),
            (f"{code}_product_description_length", "config_product_description_length"),
        ):
            value = source.own(store, old, code)
            if value:
                into.put(store, new, value)
        changed = []
        for name, standard in IMAGE_SIZES.items():
            for side, default in zip(("width", "height"), standard, strict=True):
                row = source.rows.get((store, code, f"{code}_image_{name}_{side}"))
                value = str(row["value"] or "") if row else ""
                key = f"config_image_{name}_{side}"
                is_missing = store == 0 and not into.value(0, key)
                if is_missing or (value.isdecimal() and int(value) and not keep_image_sizes):
                    into.put(store, key, value if value.isdecimal() and int(value) else default)
                elif row and value != default:
                    changed.append(row)
        if changed:
            message = (
                f"{len(changed)} picture sizes of the theme “{theme}” were left out, because OpenCart 4's theme is "
                "made for its own; they can be set in the settings of the store."
            )
            into.tell("kept_image_sizes", {**changed[0], "settings": changed}, message)
