"""One order told in every dialect: the same goods, money and rows, on every database."""

from __future__ import annotations

from decimal import Decimal

from tests.opencart_proxy.shop import ADDRESS, COD, FLAT, GUEST, MUG, Shop

# Two mugs at 10, class 9 taxed at the shipping address: 20 % and 2.00 a piece. Shipping 5, taxed alike.
# Call by call: an address taxes from the next call on; without one, the store's own taxes (config_tax_default).
TOTALS = [
    ("Sub-Total", Decimal(20)),
    ("Flat Shipping Rate", Decimal(5)),
    ("Eco Tax (-2.00)", Decimal(6)),
    ("VAT (20%)", Decimal(5)),
    ("Total", Decimal(36)),
]


def _stock(shop: Shop) -> int:
    return int(shop.sql("SELECT quantity FROM oc_product WHERE product_id = 900")[0][0])


def _totals(shop: Shop, order_id: int) -> list[tuple[str, Decimal]]:
    rows = shop.sql(
        "SELECT title, value FROM oc_order_total WHERE order_id = :id ORDER BY sort_order, title", id=order_id
    )
    return [(title, Decimal(str(value))) for title, value in rows]


def _order_of_opencart_3(shop: Shop) -> int:
    shop.log_in()
    assert shop.call("api/customer", GUEST) == {"success": "You have successfully modified customers"}
    assert shop.call("api/cart/add", {"product_id": MUG, "quantity": 2}) == {
        "success": "Success: You have modified your shopping cart!"
    }
    assert shop.call("api/shipping/address", ADDRESS) == {"success": "Success: Shipping address has been set!"}
    assert shop.call("api/payment/address", ADDRESS) == {"success": "Success: Payment address has been set!"}
    assert shop.call("api/shipping/methods", {}) == {
        "shipping_methods": {
            "flat": {
                "title": "Flat Rate",
                "quote": {
                    "flat": {
                        "code": "flat.flat",
                        "title": "Flat Shipping Rate",
                        "cost": "5.00",
                        "tax_class_id": "9",
                        "text": "$8.00",
                    }
                },
                "sort_order": "1",
                "error": False,
            }
        }
    }
    shop.call("api/shipping/method", {"shipping_method": "flat.flat"})
    assert shop.call("api/payment/methods", {}) == {
        "payment_methods": {"cod": {"code": "cod", "title": "Cash On Delivery", "terms": "", "sort_order": "1"}}
    }
    shop.call("api/payment/method", {"payment_method": "cod"})
    answer = shop.call("api/order/add", {"comment": "Ring <twice>"})
    assert answer["success"] == "Success: You have modified orders!"
    return answer["order_id"]


def test_an_opencart_3_client_orders_from_the_opencart_4_database(shop: Shop) -> None:
    order_id = _order_of_opencart_3(shop)
    assert _totals(shop, order_id) == TOTALS
    assert _stock(shop) == 18
    rows = shop.sql(
        "SELECT firstname, comment, payment_method, shipping_method, order_status_id, language_code, total"
        " FROM oc_order WHERE order_id = :id",
        id=order_id,
    )
    assert rows[0][:-1] == (
        "Gwen",
        "Ring &lt;twice&gt;",
        '{"name":"Cash On Delivery","code":"cod.cod"}',
        '{"code":"flat.flat","name":"Flat Shipping Rate","cost":"5.00","tax_class_id":"9","text":"$8.00"}',
        1,
        "en-gb",
    )
    assert Decimal(str(rows[0][-1])) == 36
    assert shop.call("api/cart/products")["products"] == []


def test_an_order_reads_as_opencart_3_wrote_it(shop: Shop) -> None:
    order_id = _order_of_opencart_3(shop)
    order = shop.call("api/order/info", order_id=order_id)["order"]
    shown = ("order_id", "payment_method", "payment_code", "shipping_method", "shipping_code", "total", "order_status")
    assert {name: order[name] for name in shown} == {
        "order_id": str(order_id),
        "payment_method": "Cash On Delivery",
        "payment_code": "cod",
        "shipping_method": "Flat Shipping Rate",
        "shipping_code": "flat.flat",
        "total": "36.0000",
        "order_status": "Pending",
    }
    assert order["payment_iso_code_2"] == "GB"
    assert order["custom_field"] == []


def test_stock_follows_the_status(shop: Shop) -> None:
    order_id = _order_of_opencart_3(shop)
    assert shop.call("api/order/history", {"order_status_id": 7}, order_id=order_id) == {
        "success": "Success: You have modified orders!"
    }
    assert _stock(shop) == 20
    shop.call("api/order/history", {"order_status_id": 5, "notify": 1, "comment": "Sent"}, order_id=order_id)
    assert _stock(shop) == 18
    assert shop.sql(
        "SELECT order_status_id, notify, comment FROM oc_order_history WHERE order_id = :id ORDER BY order_history_id",
        id=order_id,
    ) == [(1, 0, ""), (7, 0, ""), (5, 1, "Sent")]


def test_a_deleted_order_leaves_nothing_and_returns_its_stock(shop: Shop) -> None:
    order_id = _order_of_opencart_3(shop)
    shop.call("api/order/delete", order_id=order_id)
    assert _stock(shop) == 20
    for table in ("order", "order_product", "order_total", "order_history"):
        assert shop.sql(f"SELECT COUNT(*) FROM oc_{table} WHERE order_id = :id", id=order_id) == [(0,)]
    assert shop.call("api/order/info", order_id=order_id) == {"error": "Warning: Order could not be found!"}


def _session_of_opencart_40(shop: Shop) -> None:
    shop.log_in("api/account/login")
    shop.call("api/sale/customer", GUEST)
    shop.call("api/sale/cart.add", {"product_id": MUG, "quantity": 2})
    shop.call("api/sale/shipping_address", {**ADDRESS, "shipping_address_id": 0})
    shop.call("api/sale/shipping_method")
    shop.call("api/sale/shipping_method.save", {"shipping_method": "flat.flat"})
    shop.call("api/sale/payment_method")
    shop.call("api/sale/payment_method.save", {"payment_method": "cod.cod"})


def test_an_opencart_40_client_orders(shop: Shop) -> None:
    _session_of_opencart_40(shop)
    answer = shop.call("api/sale/order.confirm", {})
    order_id = answer.pop("order_id")
    assert answer == {"success": "Success: You have modified orders!", "points": 14, "commission": "$0.00"}
    assert _totals(shop, order_id) == TOTALS
    assert _stock(shop) == 18


def test_a_second_confirm_rewrites_the_order_of_the_session(shop: Shop) -> None:
    _session_of_opencart_40(shop)
    first = shop.call("api/sale/order.confirm", {})["order_id"]
    shop.call("api/sale/cart.add", {"product_id": MUG, "quantity": 1})
    assert shop.call("api/sale/order.confirm", {})["order_id"] == first
    assert _stock(shop) == 17
    assert shop.sql("SELECT quantity FROM oc_order_product WHERE order_id = :id", id=first) == [(3,)]


def test_a_41_client_orders_in_one_call(shop: Shop) -> None:
    form = {
        **GUEST,
        "product": [{"product_id": MUG, "quantity": 2}],
        **{f"shipping_{name}": value for name, value in ADDRESS.items()},
        "shipping_method": FLAT,
        "payment_method": COD,
        "order_status_id": 1,
    }
    answer = shop.signed("confirm", form)
    # 4.1 counts a fixed tax once a line: 2 for the mugs, 2 for shipping.
    assert _totals(shop, answer["order_id"]) == [
        ("Sub-Total", Decimal(20)),
        ("Flat Shipping Rate", Decimal(5)),
        ("Eco Tax (-2.00)", Decimal(4)),
        ("VAT (20%)", Decimal(5)),
        ("Total", Decimal(34)),
    ]
    assert answer["points"] == 14
    assert "commission" not in answer
    assert _stock(shop) == 18
    assert shop.sql("SELECT COUNT(*) FROM oc_cart") == [(0,)]


def test_the_openapi_paths_order_on_the_session(shop: Shop) -> None:
    shop.log_in()
    form = {**ADDRESS, "api_token": shop.token}
    post = lambda path, data: shop.client.post(f"/store-api/{path}", {**data, "api_token": shop.token}).json()  # noqa: E731
    assert post("customer", GUEST) == {"success": "You have successfully modified customers"}
    assert post("cart/addProduct", {"product_id": MUG, "quantity": 2}) == {
        "success": "Success: You have modified your shopping cart!"
    }
    assert post("shipping_address", form)["shipping_address"]["country"] == "United Kingdom"
    assert post("shipping_method", FLAT) == {"success": "Success: Shipping method has been set!"}
    assert post("payment_method", COD) == {"success": "Success: Payment method has been set!"}
    answer = post("order?call=confirm", {"comment": "by path"})
    assert answer["success"] == "Success: You have modified orders!"
    assert shop.sql("SELECT order_status_id, comment FROM oc_order") == [(1, "by path")]
    assert _stock(shop) == 18
    assert shop.client.get(f"/store-api/cart/getProducts?api_token={shop.token}").json() == {"products": []}
