"""An OpenCart database: connect by URL, detect the release, read the schema."""

from migrator.stores.errors import (
    ForeignStoreError,
    StoreError,
    StoreUnreachableError,
    StoreUrlError,
    TouchedStoreError,
    WrongGenerationError,
)
from migrator.stores.release import Release
from migrator.stores.schema import ColumnInfo, Schema, TableInfo
from migrator.stores.store import Store, refuse_same_database, same_server
from migrator.stores.url import StoreUrl

__all__ = [
    "ColumnInfo",
    "ForeignStoreError",
    "Release",
    "Schema",
    "Store",
    "StoreError",
    "StoreUnreachableError",
    "StoreUrl",
    "StoreUrlError",
    "TableInfo",
    "TouchedStoreError",
    "WrongGenerationError",
    "refuse_same_database",
    "same_server",
]
