"""Build an OpenCart 3 shop of any size on MariaDB: the same rows for the same size, a million in seconds.

The demonstration store gives settings, languages, statuses and classes; on top come products with texts in two
languages, options, pictures and keywords, customers with addresses, and orders with lines, totals and histories, in
the proportions of a real shop. The server computes the rows from a sequence.
"""

from __future__ import annotations

from sqlalchemy import Connection

from benchmarks.shop_tables import FIRST, TABLES, Generated
from migrator.demo import build_store
from migrator.stores import Store, StoreUrl

__all__ = ["build_shop", "generated_tables"]

RELEASE = "3.0.3.9"
PER_THOUSAND = {"product": 15, "customer": 40, "order": 52}
"""How many of a thousand rows are heads of a product, customer or order; the others hang on them."""
PRODUCTS_PER_CATEGORY = 150


def build_shop(url: str, rows: int) -> int:
    """Build a shop of about ``rows`` rows in the empty MariaDB database at ``url`` and return their number."""
    build_store(url, RELEASE)
    store = Store(StoreUrl.parse(url, "url"), "target")
    try:
        with store.connect() as connection:
            made = sum(_fill(connection, store.prefix, generated, _owners(rows)) for generated in TABLES)
            connection.commit()
    finally:
        store.dispose()
    return made


def generated_tables() -> list[str]:
    """Return the names (without prefix) of the tables that grow with the shop, each once."""
    return list(dict.fromkeys(generated.table for generated in TABLES))


def _owners(rows: int) -> dict[str, int]:
    """Return the number of heads of each kind in a shop of so many rows."""
    owners = {owner: max(rows * each // 1000, 10) for owner, each in PER_THOUSAND.items()}
    return {"category": max(owners["product"] // PRODUCTS_PER_CATEGORY, 10), **owners}


def _fill(connection: Connection, prefix: str, generated: Generated, owners: dict[str, int]) -> int:
    """Insert the rows of one table and return their number."""
    heads = owners[generated.owner]
    count = int(heads * generated.each)
    number = f"((seq - 1) * {heads} DIV {count})"
    values = {
        "n": number,
        "owner": f"({number} + {FIRST})",
        "products": owners["product"],
        "customers": owners["customer"],
        "categories": owners["category"],
    }
    names = ", ".join(f"`{name}`" for name in generated.columns)
    chosen = ", ".join(f"{expression} AS `{name}`" for name, expression in generated.columns.items())
    result = connection.exec_driver_sql(
        f"INSERT INTO `{prefix}{generated.table}` ({names})"
        f" SELECT {chosen} FROM seq_1_to_{count} WHERE {generated.where}".format(**values)
    )
    return result.rowcount
