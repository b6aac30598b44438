"""The cart: its lines with their options, prices, stock and points (store-api 6)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from opencart_proxy.database import Row
from opencart_proxy.php import as_int, fields, loads, text
from opencart_proxy.shop.cart_rows import CartRows
from opencart_proxy.shop.pricing import Offers
from opencart_proxy.shop.products import (
    CHOICES,
    Option,
    load_options,
    purchasable,
    subscription_plans,
    variant_options,
)

if TYPE_CHECKING:
    from opencart_proxy.call import Call

__all__ = ["Cart", "Choice", "Line"]

FREE = frozenset({"text", "textarea", "file", "date", "datetime", "time"})
SIGNS = {"+": 1, "-": -1}
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Choice:
    """One chosen value of an option; ``row`` is its ``product_option_value``, ``None`` for a free text."""

    option: Option
    value: str
    row: Row | None = None

    @property
    def value_id(self) -> int:
        """The ``product_option_value_id``, or 0."""
        return int(self.row["product_option_value_id"]) if self.row else 0

    def adds(self, column: str) -> Decimal:
        """Return what the value adds to the product's ``price``, ``points`` or ``weight``."""
        if self.row is None:
            return ZERO
        return Decimal(self.row[column]) * SIGNS.get(self.row[f"{column}_prefix"], 0)

    def lacks(self, quantity: int) -> bool:
        """Whether the value is counted and has not got ``quantity``."""
        return self.row is not None and bool(self.row["subtract"]) and _lacks(self.row["quantity"], quantity)


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``product`` is the product's row; ``price`` is for a piece, without tax, unrounded.

    ``price_as_stored``: the price is a plan's (4.1 answers it as text). ``plan`` is the plan's row or ``None``.
    """

    cart_id: int
    product: Row
    choices: tuple[Choice, ...]
    quantity: int
    ordered: int
    price: Decimal
    price_as_stored: bool
    plan: Row | None
    in_stock: bool

    @property
    def product_id(self) -> int:
        return int(self.product["product_id"])

    @property
    def name(self) -> str:
        return str(self.product["name"])

    @property
    def tax_class_id(self) -> int:
        return int(self.product["tax_class_id"])

    @property
    def ships(self) -> bool:
        return bool(self.product["shipping"])

    @property
    def total(self) -> Decimal:
        return self.price * self.quantity

    @property
    def reward(self) -> int:
        """Points earned."""
        return int(self.product["reward"] or 0) * self.quantity

    @property
    def points(self) -> int:
        """Points that the line costs when it is paid with points."""
        points = self.product["points"]
        return int(points + sum(choice.adds("points") for choice in self.choices)) * self.quantity if points else 0

    @property
    def weight(self) -> Decimal:
        """Weight of the whole line in the product's own class."""
        return Decimal(self.product["weight"] + sum(choice.adds("weight") for choice in self.choices)) * self.quantity

    @property
    def reaches_minimum(self) -> bool:
        return int(self.product["minimum"]) <= self.ordered


class Cart:
    """The cart of a call. Lines are read on first use and again after a change; dead rows go when they are read."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self.rows = CartRows(call)

    # -- changing -----------------------------------------------------------------------------

    def add(self, product_id: int, quantity: int, options: Any, plan_id: int = 0, price: Decimal | None = None) -> None:
        """Add a line, or to the line that is the same (store-api 6.3)."""
        self.rows.add(product_id, quantity, options, plan_id, price)
        self.changed()

    def set_quantity(self, cart_id: int, quantity: int) -> None:
        """Give a line another quantity; an unknown id changes nothing."""
        row = self.rows.find(cart_id)
        if row is not None:
            self.rows.set_quantity(row, quantity)
            self.changed()

    def remove(self, cart_id: int) -> None:
        """Remove a line; an unknown id changes nothing."""
        row = self.rows.find(cart_id)
        if row is not None:
            self.rows.remove([row])
            self.changed()

    def clear(self) -> None:
        """Remove all lines."""
        self.rows.remove(self.rows.mine())
        self.changed()

    def changed(self) -> None:
        """Read the lines anew on next use."""
        for name in ("lines", "weight", "downloads"):
            self.__dict__.pop(name, None)

    def lock(self) -> None:
        """Keep others from changing the stock of what is in the cart until the call is over, and read it anew."""
        values = [choice.value_id for line in self.lines for choice in line.choices if choice.value_id]
        products = {line.product_id for line in self.lines} | {line.product["master_id"] for line in self.lines}
        self.call.db.lock("product", "product_id", products - {0})
        self.call.db.lock("product_option_value", "product_option_value_id", values)
        self.changed()

    # -- reading ------------------------------------------------------------------------------

    @cached_property
    def lines(self) -> list[Line]:
        """The lines by ``cart_id``; rows that cannot be bought any more are deleted (store-api 6.4)."""
        rows = self.rows.mine()
        products = purchasable(self.call, (row["product_id"] for row in rows), complete=self.call.rules.typed_discounts)
        dead = [row for row in rows if row["product_id"] not in products or row["quantity"] <= 0]
        self.rows.remove(dead)
        rows = [row for row in rows if row not in dead]
        return _Reader(self.call, rows, products).lines() if rows else []

    @property
    def sub_total(self) -> Decimal:
        """Sum of the lines, without gift vouchers bought."""
        return sum((line.total for line in self.lines), ZERO)

    @property
    def ships(self) -> bool:
        """Whether anything has to be shipped."""
        return any(line.ships for line in self.lines)

    @property
    def in_stock(self) -> bool:
        return all(line.in_stock for line in self.lines)

    @property
    def has_plan(self) -> bool:
        return any(line.plan for line in self.lines)

    @property
    def points(self) -> int:
        """The most reward points that can be used."""
        return sum(line.points for line in self.lines)

    @property
    def pieces_to_ship(self) -> int:
        return sum(line.quantity for line in self.lines if line.ships)

    @cached_property
    def weight(self) -> Decimal:
        """Weight of what ships, in the store's weight class."""
        classes = {row["weight_class_id"]: row["value"] for row in self.call.db.rows("weight_class")}
        target = self.call.settings.integer("config_weight_class_id")
        total = ZERO
        for line in self.lines:
            own = line.product["weight_class_id"]
            if line.ships:
                known = own != target and classes.get(own) and classes.get(target)
                total += line.weight / classes[own] * classes[target] if known else line.weight
        return total

    @cached_property
    def downloads(self) -> dict[int, list[Row]]:
        """Complete rows of the products' downloads in the language, by product."""
        owned, download, named = (
            self.call.db.table("product_to_download"),
            self.call.db.table("download"),
            self.call.db.table("download_description"),
        )
        ids = sorted({line.product_id for line in self.lines})
        found: dict[int, list[Row]] = {}
        if ids:
            columns = {column.name: column for source in (owned, download, named) for column in source.c}
            for row in self.call.db.all(
                select(*columns.values())
                .join(download, download.c.download_id == owned.c.download_id)
                .join(named, named.c.download_id == download.c.download_id)
                .where(owned.c.product_id.in_(ids), named.c.language_id == self.call.language_id)
                .order_by(download.c.download_id)
            ):
                found.setdefault(row["product_id"], []).append(row)
        return found


def _lacks(stock: int, quantity: int) -> bool:
    return not stock or stock < quantity


class _Reader:
    """Turns rows into lines with a fixed number of queries."""

    def __init__(self, call: Call, rows: list[Row], products: dict[int, Row]) -> None:
        self.call = call
        self.rows = rows
        self.products = products
        self.ordered: Counter[int] = Counter()
        for row in rows:
            self.ordered[row["product_id"]] += row["quantity"]

    def lines(self) -> list[Line]:
        chosen = {row["cart_id"]: self._chosen(row) for row in self.rows}
        owners = {self._option_owner(row) for row in self.rows if chosen[row["cart_id"]]}
        options = load_options(self.call, owners)
        planned = {
            row["product_id"] for row in self.rows if row["subscription_plan_id"] and self.call.rules.subscriptions
        }
        plans = subscription_plans(self.call, planned)
        offers = Offers.load(self.call.db, self.products, self.call.group_id, self.call.now)
        return [
            self._line(
                row,
                tuple(_choices(chosen[row["cart_id"]], options.get(self._option_owner(row), {}))),
                plans.get((row["product_id"], row["subscription_plan_id"])),
                offers,
            )
            for row in self.rows
        ]

    def _option_owner(self, row: Row) -> int:
        product = self.products[row["product_id"]]
        master = product["master_id"] if self.call.rules.variants != "ignored" else 0
        return int(master or row["product_id"])

    def _chosen(self, row: Row) -> dict[str, Any]:
        return {**fields(loads(row["option"])), **variant_options(self.call, self.products[row["product_id"]])}

    def _line(self, row: Row, choices: tuple[Choice, ...], plan: Row | None, offers: Offers) -> Line:
        product = self.products[row["product_id"]]
        ordered = self.ordered[row["product_id"]]
        needed = ordered if self.call.rules.stock_by_product else row["quantity"]
        price, as_stored = self._price(row, choices, plan, offers)
        return Line(
            cart_id=row["cart_id"],
            product=product,
            choices=choices,
            quantity=row["quantity"],
            ordered=ordered,
            price=price,
            price_as_stored=as_stored,
            plan=plan,
            in_stock=not _lacks(product["quantity"], needed)
            and not any(choice.lacks(row["quantity"]) for choice in choices),
        )

    def _price(self, row: Row, choices: tuple[Choice, ...], plan: Row | None, offers: Offers) -> tuple[Decimal, bool]:
        product_id, quantity = row["product_id"], self.ordered[row["product_id"]]
        options = sum((choice.adds("price") for choice in choices), ZERO)
        price: Decimal = self.products[product_id]["price"]
        planned: Decimal | None = plan["trial_price" if plan["trial_status"] else "price"] if plan else None
        if self.call.rules.typed_discounts:
            price = price + options if planned is None else planned
            discount = offers.discount(product_id, quantity, with_specials=True)
            if discount:
                return discount.apply(price, options), False
            return price, planned is not None
        for offer in (offers.discount(product_id, quantity), offers.special(product_id)):
            price = offer.apply(self.products[product_id]["price"]) if offer else price
        if planned is not None:
            price = planned
        if self.call.rules.variants == "merged" and as_int(text(row.get("override"))):
            price = row["price"]
        return price + options, False


def _choices(chosen: dict[str, Any], options: dict[int, Option]) -> list[Choice]:
    """Return the choices that exist; anything else is left out (store-api 6.4)."""
    result = []
    for key, value in chosen.items():
        option = options.get(as_int(key))
        if option is None:
            continue
        if option.kind in FREE:
            result.append(Choice(option, text(value)))
        elif option.kind in CHOICES:
            many = isinstance(value, dict | list)
            if many == (option.kind == "checkbox"):
                rows = [option.values.get(as_int(item)) for item in (fields(value).values() if many else [value])]
                result.extend(Choice(option, row["name"], row) for row in rows if row)
    return result
