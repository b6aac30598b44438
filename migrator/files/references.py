"""Which files a shop's database names, and who uses them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select
from sqlalchemy.exc import DBAPIError

from migrator.engine.write import refusal
from migrator.files import markup
from migrator.files.errors import FilesError, UnsafePathError
from migrator.files.kinds import DECLARED_TABLES, KINDS, OTHER, Place, Root
from migrator.files.paths import clean, is_cache, spellings
from migrator.stores import Schema, Store

__all__ = ["Reference", "references"]

ROWS_AT_ONCE = 1000
PICTURE_COLUMNS = ("image", "icon", "logo", "thumb", "picture", "photo")
THUMBNAIL = "a thumbnail of image/cache, which is not copied; name the original picture instead"


@dataclass(frozen=True, slots=True)
class Reference:
    """One use of one file.

    ``path`` is relative to the root, ``alternative`` what the same value means with URL escapes undone ("" when
    the same). ``problem`` says why the value can be no file. A missing file matters only when ``certain``.
    """

    root: Root
    path: str
    kind: str
    owner_key: str
    owner_id: int
    alternative: str = ""
    certain: bool = True
    problem: str = ""


def references(store: Store, kinds: Collection[str]) -> Iterator[Reference]:
    """Yield every use of a file by the things of these kinds, in no order; rows are streamed.

    Raises ``StoreError`` when the database cannot be reached, ``FilesError`` when it fails while it is read.
    """
    try:
        with store.connect() as connection:
            connection = connection.execution_options(stream_results=True, yield_per=ROWS_AT_ONCE)
            for kind in kinds:
                places = _other_places(store.schema) if kind == OTHER else KINDS[kind]
                for place in places:
                    if store.schema.has(place.table, place.column) and store.schema.has(place.table, place.owner):
                        yield from _read(connection, store, kind, place)
    except DBAPIError as error:
        raise FilesError(
            f"{store.where}: the database failed while the files in use were read from it ({refusal(error)}); "
            "nothing was copied or checked, so do the same again when it answers",
            variable=store.variable,
        ) from error


def _other_places(schema: Schema) -> Iterator[Place]:
    for name in schema:
        table = schema[name]
        if name in DECLARED_TABLES or not table.primary_key or table.columns[table.primary_key[0]].kind != "integer":
            continue
        for column in table.columns.values():
            if column.kind == "text" and column.name.rpartition("_")[2] in PICTURE_COLUMNS:
                yield Place(name, column.name, table.primary_key[0], "mixed")


def _read(connection: Connection, store: Store, kind: str, place: Place) -> Iterator[Reference]:
    for owner_id, value in connection.execute(_query(store, place)):
        if place.content == "path":
            yield _reference(kind, place, owner_id, *spellings(value))
            continue
        for mention in (markup.in_html if place.content == "html" else markup.in_mixed)(value):
            yield _reference(kind, place, owner_id, mention.path, certain=mention.certain)


def _query(store: Store, place: Place) -> Select[Any]:
    table = store.table(place.table)
    value = table.c[place.column]
    query = select(table.c[place.owner], value)
    if place.keys:
        query = query.where(table.c.key.in_(place.keys))
    match place.content:
        case "path":
            return query.where(value != "")
        case "html":
            return query.where(value.like("%image/%"))
        case "mixed":
            return query.where(value.like("%catalog%"))


def _reference(
    kind: str, place: Place, owner_id: int, value: str, alternative: str = "", *, certain: bool = True
) -> Reference:
    try:
        path = place.folder + clean(value)
        other = place.folder + clean(alternative) if alternative else ""
    except UnsafePathError as error:
        return Reference(place.root, value, kind, place.owner, owner_id, certain=certain, problem=str(error))
    problem = THUMBNAIL if place.root == "image" and is_cache(path) else ""
    return Reference(place.root, path, kind, place.owner, owner_id, other, certain, problem)
