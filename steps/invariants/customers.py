"""Customers: invariants 32 to 38 (data-map 6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import BigInteger, Select, case, cast, exists, func, select

from migrator.engine.context import Context
from migrator.engine.invariants import Invariant, Violation
from migrator.engine.sql import decimal, scale
from steps.invariants.find import Comparison, Find, differences, violations
from steps.invariants.references import broken, many
from steps.rules import SALT, shared_emails

__all__ = ["INVARIANTS"]

CUSTOMERS = many("customer", "customer_group_id", "store_id?", "language_id")

PARTS = (
    *many("customer_affiliate", "customer_id"),
    *many("customer_transaction", "customer_id"),
    *many("customer_reward", "customer_id"),
    *many("customer_history", "customer_id"),
    *many("customer_ip", "customer_id"),
    *many("customer_approval", "customer_id"),
    *many("customer_wishlist", "customer_id", "product_id"),
    *many("cart", "customer_id", "product_id"),
)

BALANCES = {"customer_transaction": ("amount", 4), "customer_reward": ("points", 0)}
"""Table → the column that adds up, and its digits after the point."""

SALTED = 40
"""The length of a password of OpenCart 3, which cannot be checked without its salt (data-map 3.1)."""


def _addresses(context: Context) -> Iterator[Violation]:
    address, customer = context.target.table("address"), context.target.table("customer")
    defaults = cast(func.sum(case((address.c.default == 1, 1), else_=0)), BigInteger())
    statement = (
        select(address.c.customer_id, defaults.label("defaults"))
        .where(exists().where(customer.c.customer_id == address.c.customer_id))
        .group_by(address.c.customer_id)
        .having(defaults != 1)
    )
    yield from violations(
        context,
        [
            Find(
                "address",
                ("customer_id",),
                statement,
                lambda row: f"Customer {row['customer_id']} has {row['defaults']} default addresses instead of one",
            )
        ],
    )
    yield from broken(context, many("address", "customer_id"))


def _passwords(context: Context) -> Iterator[Violation]:
    for table in ("customer", "user"):
        yield from differences(context, [_same_passwords(context, table)])


def _same_passwords(context: Context, table: str) -> Comparison:
    key = f"{table}_id"
    new, old = context.target.table(table), context.source.table(table)
    has_salt = context.target_has(table, SALT.name)

    def secrets(found: Any) -> Select[Any]:
        salt = case((func.char_length(found.c.password) == SALTED, found.c.salt), else_="") if has_salt else None
        return select(found.c[key], found.c.password, *([] if salt is None else [salt.label("salt")]))

    # The account that the target came with may have stayed, under a number of its own.
    own = new.c[key] <= context.maximum(table, key)
    return Comparison(table, (key,), secrets(new).where(own), (secrets(old),), "a password or salt")


def _emails(context: Context) -> Iterator[Violation]:
    yield from violations(
        context,
        [
            Find(
                "customer",
                ("customer_id", "customers"),
                shared_emails(context.target.table("customer")),
                lambda row: f"{row['customers']} customers have the e-mail address {row['email']}; only one can log in",
                lambda: [shared_emails(context.source.table("customer"))],
            )
        ],
    )


def _balances(context: Context) -> Iterator[Violation]:
    for table, (column, digits) in BALANCES.items():

        def sums(found: Any, column: str = column, digits: int = digits) -> Select[Any]:
            total = decimal(func.sum(found.c[column]), scale(digits))
            return select(found.c.customer_id, total.label("total")).group_by(found.c.customer_id)

        comparison = Comparison(
            table,
            ("customer_id",),
            sums(context.target.table(table)),
            (sums(context.source.table(table)),),
            "a sum",
        )
        yield from differences(context, [comparison])


def _stores(context: Context) -> Iterator[Violation]:
    """The store of a wish list or cart is the customer's: one that is gone is the source's own."""
    yield from violations(context, (_without_store(context, table) for table in ("customer_wishlist", "cart")))


def _without_store(context: Context, table: str) -> Find:
    def statement(tables: Any, name: str) -> Select[Any]:
        own, store = tables(name), tables("store")
        return select(own.c.customer_id, own.c.store_id).where(
            own.c.store_id != 0, ~exists().where(store.c.store_id == own.c.store_id)
        )

    return Find(
        table,
        ("customer_id", "store_id"),
        statement(context.target.table, table),
        lambda row: f"{table} of customer {row['customer_id']} is in the store {row['store_id']}, which does not exist",
        lambda: [statement(context.source.table, "customer")],
    )


INVARIANTS = (
    Invariant(32, "addresses of customers", "Every customer with addresses has one that is the default", _addresses),
    Invariant(
        33,
        "customers",
        "The group, store and language of every customer exist",
        lambda context: broken(context, CUSTOMERS),
    ),
    Invariant(34, "passwords", "Everybody can log in with the same password as before", _passwords),
    Invariant(35, "e-mail addresses", "No two customers have the same e-mail address", _emails),
    Invariant(
        36,
        "parts of customers",
        "Nothing belongs to a customer or product that does not exist",
        lambda context: broken(context, PARTS),
    ),
    Invariant(37, "credit and points", "Every customer has as much credit and as many points as before", _balances),
    Invariant(
        38,
        "stores of wish lists and carts",
        "Wish lists and carts are in a store that exists",
        _stores,
        lambda context: context.target_has("cart", "store_id"),
    ),
)
