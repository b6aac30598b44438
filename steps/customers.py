"""Step 9: customers with their passwords, addresses, wish lists, carts and histories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    RowMapping,
    Text,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    literal_column,
    select,
    union_all,
)

from migrator.engine import php
from migrator.engine.context import Context
from migrator.engine.notes import Note
from migrator.engine.step import Step
from migrator.engine.tablemap import (
    Dropped,
    Expr,
    Part,
    Range,
    Row,
    Scope,
    TableMap,
    computed,
    renamed,
    table_map,
    value,
)
from steps import facts
from steps.rules import SALT, json_columns, json_rules, needs_php, shared_emails

CART_IDS = 2**31
"""Cart ids were unsigned: from here on they do not fit any more."""
WISHLIST_BATCH = 500


def _is_default(s: Scope) -> Expr:
    customer, own, lowest = s.other("customer"), s.other("address"), s.other("address")
    named = exists().where(own.c.address_id == customer.c.address_id, own.c.customer_id == customer.c.customer_id)
    first = (
        select(func.min(lowest.c.address_id))
        .where(lowest.c.customer_id == s.c.customer_id)
        .correlate(s.main)
        .scalar_subquery()
    )
    found = select(
        case((customer.c.address_id == s.c.address_id, 1), (named, 0), (s.c.address_id == first, 1), else_=0)
    ).where(customer.c.customer_id == s.c.customer_id)
    return func.coalesce(found.scalar_subquery(), 0)


def _store_of_customer(s: Scope) -> Expr:
    customer = s.other("customer")
    found = select(customer.c.store_id).where(customer.c.customer_id == s.c.customer_id)
    return func.coalesce(found.scalar_subquery(), 0)


def _balance(s: Scope) -> Expr:
    transaction = s.other("customer_transaction")
    found = select(func.sum(transaction.c.amount)).where(transaction.c.customer_id == s.c.customer_id)
    return func.coalesce(found.scalar_subquery(), 0)


# -- wish lists ---------------------------------------------------------------------------------------


def _is_shared(context: Context) -> bool:
    """Whether accounts are shared between stores: 4.1 then needs a wish list row for each (data-map 2.4)."""
    return context.target_has("customer_wishlist", "store_id") and facts.config(context, "config_shared") == "1"


def _stores(s: Scope) -> Any:
    def make() -> Any:
        store = s.other("store")
        return union_all(select(literal_column("0").label("store_id")), select(store.c.store_id)).subquery()

    return s.joined("stores", make)


def _wishlist_store(s: Scope) -> Expr:
    return _stores(s).c.store_id if _is_shared(s.context) else _store_of_customer(s)


def _wishlist_from(s: Scope) -> Any:
    return s.main.join(_stores(s), literal_column("1") == literal_column("1")) if _is_shared(s.context) else s.main


def _legacy_wishlists(context: Context, chunk: Range) -> Iterator[Row]:
    """Yield the wish lists that an old store still keeps as text in the customer row (data-map 2.4)."""
    if not context.fact("has_legacy_wishlists", lambda: _has_legacy_wishlists(context)):
        return
    customer = context.source.table("customer")
    statement = (
        select(customer.c.customer_id, customer.c.store_id, customer.c.wishlist, customer.c.date_added)
        .where(func.coalesce(customer.c.wishlist, "") != "", *chunk.where(customer.c.customer_id))
        .order_by(customer.c.customer_id)
    )
    with context.source.connect() as connection:
        result = connection.execution_options(stream_results=True).execute(statement)
        while rows := result.fetchmany(WISHLIST_BATCH):
            yield from _wishes(context, [row._mapping for row in rows])


def _wishes(context: Context, customers: Sequence[RowMapping]) -> Iterator[Row]:
    """Yield the wishes of some customers that exist as products and are not in the table yet."""
    wanted = {row["customer_id"]: _product_ids(row["wishlist"]) for row in customers}
    products = set().union(*wanted.values())
    known = {
        row["product_id"]
        for row in context.select(lambda t: select(t.c.product_id).where(t.c.product_id.in_(products)), "product")
    }
    there = {
        (row["customer_id"], row["product_id"])
        for row in context.select(
            lambda t: select(t.c.customer_id, t.c.product_id).where(t.c.customer_id.in_(wanted)), "customer_wishlist"
        )
    }
    for row in customers:
        stores = facts.stores(context) if _is_shared(context) else [row["store_id"]]
        for product_id in sorted(wanted[row["customer_id"]] & known):
            if (row["customer_id"], product_id) not in there:
                for store_id in stores:
                    yield {
                        "customer_id": row["customer_id"],
                        "store_id": store_id,
                        "product_id": product_id,
                        "date_added": row["date_added"],
                    }


def _product_ids(text: str) -> set[int]:
    """Return the ids in a JSON or PHP-serialized list, none when it is neither."""
    try:
        listed = php.load(text)
    except php.PhpError:
        return set()
    values = listed.values() if isinstance(listed, dict) else listed if isinstance(listed, list) else []
    return {int(value) for value in values if str(value).isdigit()}


def _has_legacy_wishlists(context: Context) -> bool:
    return bool(
        context.source.schema.has("customer", "wishlist")
        and context.select(
            lambda customer: (
                select(customer.c.customer_id).where(func.coalesce(customer.c.wishlist, "") != "").limit(1)
            ),
            "customer",
        )
    )


# -- carts --------------------------------------------------------------------------------------------


def _cart_offset(context: Context) -> int:
    """Return what is added to cart ids, so that all fit and as many stay free as before."""
    return 0 if context.maximum("cart", "cart_id") < CART_IDS else -CART_IDS


def _cart_id(s: Scope) -> Expr:
    # Servers refuse a negative result as long as one side is unsigned.
    return cast(s.c.cart_id, BigInteger()) + _cart_offset(s.context)


def _cart_override(s: Scope) -> Expr:
    if s.context.target.schema["cart"].columns["override"].kind == "integer":
        return literal_column("0")
    return literal("[]", Text())


def _remarks(context: Context) -> None:
    for row in context.stream("customer", where="CHAR_LENGTH(password) NOT IN (32, 40, 60)"):
        context.note(
            Note(
                "password_length",
                "customer",
                str(row["customer_id"]),
                f"Customer {row['customer_id']} ({row['email']}) has no usable password and must ask for a new one",
                {"customer_id": row["customer_id"], "email": row["email"]},
            )
        )
    for same in context.select(shared_emails, "customer"):
        context.note(
            Note(
                "duplicate_email",
                "customer",
                same["email"],
                f"{same['customers']} customers have the e-mail address {same['email']}; only the first can log in",
                dict(same),
            )
        )
    if context.maximum("customer", "customer_id"):
        context.note(
            Note(
                "escaped_passwords",
                "customer",
                "",
                "Customers whose password contains &, <, > or a double quote must ask for a new one: OpenCart 3 stored "
                "those passwords in a form that OpenCart 4 does not check",
            )
        )


JSON = json_rules("custom_field")

STEP = Step(
    step_id="customers",
    name="Customers Migration",
    description="Customers with their passwords, addresses, wish lists, carts, credit and reward points",
    category="core",
    depends_on=("default_data", "products"),
    tables=(
        "customer",
        "address",
        "customer_activity",
        "customer_affiliate",
        "customer_approval",
        "customer_history",
        "customer_ip",
        "customer_login",
        "customer_online",
        "customer_reward",
        "customer_search",
        "customer_transaction",
        "customer_wishlist",
        "cart",
    ),
    maps=(
        table_map(
            "customer",
            columns={
                **JSON,
                "salt": renamed("salt"),
                "token": value("", "a one-time secret"),
                "code": value("", "a one-time secret"),
                "commenter": value(0),
                "wishlist": value("", "moved to customer_wishlist"),
                "cart": value("", "the cart table holds it"),
            },
            dropped={
                "fax": "OpenCart 4 has no fax numbers",
                "salt": "needed only to check OpenCart 3 passwords",
                "wishlist": "moved to customer_wishlist",
                "address_id": "moved to address.default",
            },
            transient={"cart": "the cart table holds it", "token": "a one-time secret", "code": "a one-time secret"},
            adds=(SALT,),
            convert=json_columns("customer", "custom_field"),
            convert_when=needs_php("custom_field"),
        ),
        table_map(
            "address",
            columns={
                **JSON,
                "default": computed(
                    "1 for the address named by customer.address_id, or for the customer's first when none is",
                    _is_default,
                ),
            },
            convert=json_columns("address", "custom_field"),
            convert_when=needs_php("custom_field"),
        ),
        table_map(
            "customer_affiliate",
            columns={
                **JSON,
                "payment_method": renamed("payment"),
                "balance": computed("the sum of the customer's transactions", _balance),
            },
            dropped={"payment": "renamed to payment_method"},
            convert=json_columns("customer_affiliate", "custom_field"),
            convert_when=needs_php("custom_field"),
        ),
        table_map("customer_transaction"),
        table_map("customer_reward"),
        table_map("customer_history"),
        table_map("customer_approval"),
        table_map(
            "customer_ip",
            columns={
                "store_id": computed("the customer's store", _store_of_customer),
                "country": value("", "not known"),
            },
        ),
        table_map(
            "customer_activity",
            convert=json_columns("customer_activity", "data"),
            convert_when=needs_php("data"),
            text="PHP's serialized data becomes JSON",
        ),
        table_map("customer_search"),
        TableMap(
            "customer_wishlist",
            (
                Part(
                    "customer_wishlist",
                    {
                        "store_id": computed(
                            "the customer's store, or every store when accounts are shared", _wishlist_store
                        )
                    },
                    joins=_wishlist_from,
                    rows=_legacy_wishlists,
                    text="and the lists that old stores keep as text in customer.wishlist",
                ),
            ),
        ),
        table_map(
            "cart",
            columns={
                "cart_id": computed("cart_id, all lowered where one does not fit", _cart_id, "cart_id"),
                **json_rules("option"),
                "subscription_plan_id": renamed("recurring_id"),
                "override": computed("none", _cart_override),
                "price": value(0, "no price of its own"),
                "store_id": computed("the customer's store", _store_of_customer),
            },
            transient={"api_id": "carts of API calls are not kept"},
            offset=_cart_offset,
            where=lambda s: and_(s.c.customer_id > 0, s.c.api_id == 0),
            where_text="carts of customers; those of guests and of API calls end with their session",
            convert=json_columns("cart", "option"),
            convert_when=needs_php("option"),
        ),
    ),
    dropped=(
        Dropped("customer_login", "counters of failed logins", transient=True),
        Dropped("customer_online", "who is looking at the shop just now", transient=True),
    ),
    remarks=(_remarks,),
)

__all__ = ["STEP"]
