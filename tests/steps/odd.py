"""Odd rows that real shops have; the tests beside this file say what becomes of them."""

__all__ = ["SOURCE", "TARGET"]

ADDRESS = ("firstname", "lastname", "company", "address_1", "address_2", "city", "postcode", "country_id", "zone_id")


def _same_address(kind: str) -> str:
    return ", ".join(f"{kind}_{name} = (SELECT {name} FROM oc_address WHERE address_id = 1)" for name in ADDRESS)


def _setting(store: int, code: str, key: str, value: str) -> tuple[str, str]:
    return (
        f"DELETE FROM oc_setting WHERE store_id = {store} AND `key` = '{key}'",
        "INSERT INTO oc_setting (store_id, code, `key`, value, serialized) "
        f"VALUES ({store}, '{code}', '{key}', '{value}', 0)",
    )


SOURCE = (
    # Orders 1 and 2 have the customer's first address, except that the second writes the name in capitals.
    "UPDATE oc_address SET lastname = 'Case' WHERE address_id = 1",
    f"UPDATE oc_order SET customer_id = 1, {_same_address('payment')}, {_same_address('shipping')} "
    "WHERE order_id IN (1, 2)",
    "UPDATE oc_order SET shipping_lastname = 'CASE' WHERE order_id = 2",
    # Shipping of different cost, in one currency.
    "UPDATE oc_currency SET symbol_left = '', symbol_right = ' EUR', decimal_place = '2' WHERE code = 'EUR'",
    "UPDATE oc_order SET currency_code = 'EUR', currency_value = 1, shipping_method = 'By weight', "
    "shipping_code = 'weight.weight_5' WHERE order_id IN (1, 2, 5)",
    "DELETE FROM oc_order_total WHERE order_id IN (1, 2, 5) AND code = 'shipping'",
    "INSERT INTO oc_order_total (order_total_id, order_id, code, title, value, sort_order) VALUES "
    "(9001, 1, 'shipping', 'By weight', 3, 3), (9002, 2, 'shipping', 'By weight', 1204.5, 3), "
    "(9005, 2, 'shipping', 'By hand', 7, 4), "
    "(9003, 1, 'Shipping', 'A fee', 1, 4), (9004, 1, 'klarna_fee', 'Klarna', 1, 5)",
    *_setting(0, "shipping_weight", "shipping_weight_tax_class_id", "9"),
    *_setting(1, "shipping_weight", "shipping_weight_tax_class_id", "10"),
    # Orders in a language that was deleted.
    "UPDATE oc_order SET language_id = 77, store_id = 1 WHERE order_id = 5",
    "UPDATE oc_order SET language_id = 77, store_id = 0 WHERE order_id = 4",
    *_setting(0, "config", "config_language", "en-gb"),
    *_setting(1, "config", "config_language", "de-de"),
    # Recurring orders: a frequency in capitals, a product whose line is gone, an option of the oldest kind.
    "UPDATE oc_order_recurring SET recurring_frequency = 'Month' WHERE order_recurring_id = 5",
    "UPDATE oc_order_recurring SET product_id = 5555 WHERE order_recurring_id = 6",
    "INSERT INTO oc_order_option (order_option_id, order_id, order_product_id, product_option_id, "
    "product_option_value_id, name, value, type) SELECT 9001, 6, MIN(order_product_id), 1, 1, 'Colour', 'Red', "
    "'image' FROM oc_order_product WHERE order_id = 6 AND product_id = 50",
    # Customers: one who chose no address, one who chose that of another.
    "UPDATE oc_customer SET address_id = 0 WHERE customer_id = 3",
    "UPDATE oc_customer SET address_id = 1 WHERE customer_id = 4",
    "INSERT INTO oc_cart (cart_id, api_id, customer_id, session_id, product_id, recurring_id, `option`, quantity, "
    "date_added) VALUES (3000000000, 0, 1, 'late', 50, 0, '[]', 1, '2020-01-01 00:00:00')",
    *_setting(0, "config", "config_error_filename", "../logs/error.log"),
    *_setting(0, "config", "config_file_ext_allowed", "zip\r\nfoo"),
    "INSERT INTO oc_module (module_id, name, code, setting) VALUES (9001, 'Newest', 'latest', '')",
    *(
        "INSERT INTO oc_coupon (coupon_id, name, code, type, discount, logged, shipping, total, date_start, date_end, "
        "uses_total, uses_customer, status, date_added) VALUES "
        f"({9001 + number}, 'Odd', 'ODD{number}', 'P', 1, 0, 0, 0, '2020-01-01', '2020-01-01', 1, '{uses}', 1, "
        "'2020-01-01 00:00:00')"
        for number, uses in enumerate((" 7 ", "3x", "", "9999999999"))
    ),
)
"""Statements on the OpenCart 3 demo shop."""

TARGET = ("UPDATE oc_setting SET value = 'zip\r\ntxt\r\nzip' WHERE `key` = 'config_file_ext_allowed'",)
"""Statements on the fresh OpenCart 4 store."""
