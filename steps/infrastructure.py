"""Step 6: banners, information pages, reviews and the accounts of the store API."""

from __future__ import annotations

from collections.abc import Iterable

from migrator.engine.context import Context
from migrator.engine.notes import Note
from migrator.engine.step import Step
from migrator.engine.tablemap import Part, Range, Row, TableMap, table_map
from steps import facts
from steps.convert.routes import rewrite_link
from steps.rules import text_unless_empty


def _link(context: Context, row: Row) -> Row:
    converted = rewrite_link(row["link"], facts.target(context), table="banner_image", key=str(row["banner_image_id"]))
    for note in converted.notes:
        context.note(note)
    return {**row, "link": converted.value}


def _fresh_api(context: Context, _: Range) -> Iterable[Row]:
    return [] if context.maximum("api", "api_id") else context.original("api")


def _remarks(context: Context) -> None:
    if not context.target_has("information", "bottom"):
        for row in context.stream("information", where="bottom = 0 AND status = 1"):
            context.note(
                Note(
                    "footer",
                    "information",
                    str(row["information_id"]),
                    f"Information page {row['information_id']} was not in the footer; "
                    "OpenCart 4.1 shows every enabled page there",
                    {"information_id": row["information_id"], "bottom": row["bottom"]},
                )
            )
    if context.target_has("api_history") and context.maximum("api", "api_id"):
        context.note(
            Note(
                "api_address",
                "api_ip",
                "",
                "OpenCart 4.1 calls its own API to edit orders: add the web server's address to the API user's addresses",
            )
        )


STEP = Step(
    step_id="infrastructure",
    name="Infrastructure Migration",
    description="Banners, information pages, reviews and API users",
    category="core",
    depends_on=("default_data",),
    tables=(
        "banner",
        "banner_image",
        "information",
        "information_description",
        "information_to_store",
        "review",
        "api",
        "api_ip",
    ),
    maps=(
        table_map("banner"),
        table_map(
            "banner_image",
            convert=_link,
            convert_when=lambda s: s.c.link.like("%route=%"),
            text="storefront routes inside link are rewritten",
        ),
        table_map("information", dropped={"bottom": "OpenCart 4.1 shows every enabled page in the footer"}),
        table_map("information_description", columns={"meta_title": text_unless_empty("meta_title", "title")}),
        table_map("information_to_store"),
        table_map("review"),
        TableMap("api", (Part("api", rows=_fresh_api, text="the target's own account when the source has none"),)),
        table_map("api_ip"),
    ),
    remarks=(_remarks,),
)

__all__ = ["STEP"]
