"""The rows of ``cart`` that make up a session's cart (store-api 6.1 to 6.3)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select

from opencart_proxy.database import Row
from opencart_proxy.php import dumps, fields, loads

if TYPE_CHECKING:
    from opencart_proxy.call import Call

__all__ = ["CartRows"]

OWNERS = "cart_customer"
"""Session key: the customer of each row where rows have no ``api_id`` (store-api 20)."""


class CartRows:
    """Reads and writes the rows of one session; old rows of all API sessions go when it is opened."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self.by_store = not call.db.has("cart", "api_id")
        self._rows = self._load()

    def _load(self) -> list[Row]:
        """Read the session's rows and drop the old ones; one query, two when there are old ones."""
        call, cart = self.call, self.call.db.table("cart")
        if self.by_store:
            lifetime = timedelta(seconds=call.settings.integer("config_session_expire") or 86_400)
            loose = and_(cart.c.store_id == call.store_id, cart.c.customer_id == 0)
        else:
            lifetime = timedelta(hours=1)
            loose = or_(cart.c.api_id > 0, cart.c.customer_id == 0)
        limit = (call.now - lifetime).strftime("%Y-%m-%d %H:%M:%S")
        old = and_(loose, cart.c.date_added < limit)
        rows = call.db.all(
            select(cart, old.label("old"))
            .where(or_(cart.c.session_id == call.session.session_id, old))
            .order_by(cart.c.cart_id)
        )
        outdated = [row["cart_id"] for row in rows if row.pop("old")]
        if outdated:
            call.db.delete("cart", cart_id=outdated)
        return [row for row in rows if row["cart_id"] not in outdated]

    def _owner(self, row: Row) -> tuple[int, ...]:
        if not self.by_store:
            return row["api_id"], row["customer_id"]
        if self.call.rules.line == "4.1":
            return row["store_id"], row["customer_id"]
        return row["store_id"], fields(self.call.data.get(OWNERS)).get(str(row["cart_id"]), 0)

    def _me(self) -> tuple[int, ...]:
        return self.call.store_id if self.by_store else self.call.api_id, self.call.customer_id

    def mine(self) -> list[Row]:
        """Return the rows that belong to the cart of the session's present customer."""
        me = self._me()
        return [row for row in self._rows if self._owner(row) == me]

    def add(self, product_id: int, quantity: int, options: Any, plan_id: int, price: Any = None) -> None:
        """Add to the row with the same product, plan and option text, or insert one.

        ``price`` fixes the row's price (4.0's loaded orders).
        """
        document = dumps(options)
        for row in self.mine():
            if (row["product_id"], row["subscription_plan_id"], row["option"]) == (product_id, plan_id, document):
                self.set_quantity(row, row["quantity"] + quantity)
                return
        call = self.call
        keep_customer = not self.by_store or call.rules.line == "4.1"
        values: Row = {
            "api_id": call.api_id,
            "store_id": call.store_id,
            "customer_id": call.customer_id if keep_customer else 0,
            "session_id": call.session.session_id,
            "product_id": product_id,
            "subscription_plan_id": plan_id,
            "option": document,
            "quantity": quantity,
            "override": ("[]" if self.by_store else 0) if price is None else 1,
            "price": 0 if price is None else price,
            "date_added": call.stamp,
        }
        values["cart_id"] = call.db.insert("cart", **values)
        self._rows.append(values)
        if not keep_customer and call.customer_id:
            call.data[OWNERS] = {**fields(call.data.get(OWNERS)), str(values["cart_id"]): call.customer_id}

    def set_quantity(self, row: Row, quantity: int) -> None:
        """Give a row another quantity."""
        row["quantity"] = quantity
        self.call.db.update("cart", {"cart_id": row["cart_id"]}, quantity=quantity)

    def find(self, cart_id: int) -> Row | None:
        """Return the cart's row with this id."""
        return next((row for row in self.mine() if row["cart_id"] == cart_id), None)

    def remove(self, rows: list[Row]) -> None:
        """Delete rows."""
        ids = [row["cart_id"] for row in rows]
        if ids:
            self.call.db.delete("cart", cart_id=ids)
            self._rows = [row for row in self._rows if row["cart_id"] not in ids]
            owners = fields(self.call.data.get(OWNERS))
            if owners:
                self.call.data[OWNERS] = {key: value for key, value in owners.items() if int(key) not in ids}

    def remove_all(self) -> None:
        """Delete all rows of the session, whoever's they are."""
        self.remove(self._rows)

    def adopt(self) -> None:
        """Join a logged-in customer's rows of the storefront with the session's (4.1 with a cookie)."""
        call, mine = self.call, self.call.customer_id
        elsewhere = [row for row in call.db.rows("cart", "cart_id", **self._storefront(mine)) if row not in self._rows]
        for row in elsewhere:
            row["session_id"] = call.session.session_id
        if elsewhere:
            call.db.update(
                "cart", {"cart_id": [row["cart_id"] for row in elsewhere]}, session_id=call.session.session_id
            )
            self._rows.extend(elsewhere)
        loose = [row for row in self._rows if row["customer_id"] == 0]
        self.remove(loose)
        for row in loose:
            self.add(row["product_id"], row["quantity"], loads(row["option"]), row["subscription_plan_id"])

    def _storefront(self, customer_id: int) -> Row:
        place = {"store_id": self.call.store_id} if self.by_store else {"api_id": 0}
        return {**place, "customer_id": customer_id}
