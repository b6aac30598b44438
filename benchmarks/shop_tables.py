"""What the rows of a generated OpenCart 3 shop look like, table by table, as SQL over a sequence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["CATEGORIES_PER_ROOT", "FIRST", "TABLES", "Generated"]

FIRST = 10_001
"""The first generated id; below are those of the demonstration store."""
CATEGORIES_PER_ROOT = 10


@dataclass(frozen=True, slots=True)
class Generated:
    """Rows of one table: ``each`` a number for every ``owner``.

    In ``columns`` stands SQL, in which ``seq`` counts the rows from 1, ``{owner}`` is the owner's id, ``{n}`` counts
    the owners from 0, and ``{products}``, ``{customers}`` and ``{categories}`` are numbers of rows.
    """

    table: str
    owner: str
    each: float
    columns: Mapping[str, str]
    where: str = "TRUE"


def _name(number: str) -> str:
    return f"ELT(1 + MOD({number}, 7), 'Anna', 'Jürgen', 'Zoë', 'John', 'Łukasz', 'Mary', 'Ærø')"


def _family(number: str) -> str:
    return f"CONCAT(ELT(1 + MOD({number}, 5), 'Smith', 'Müller', 'O&#039;Neil', 'Nowak', 'García'), ' ', {number})"


def _moment(number: str) -> str:
    return f"TIMESTAMP('2019-01-01') + INTERVAL MOD({number}, 3000000) MINUTE"


def _address(prefix: str, number: str) -> dict[str, str]:
    """Return the address of the customer ``number``, the same in the address book and in the orders."""
    return {
        f"{prefix}firstname": _name(number),
        f"{prefix}lastname": _family(number),
        f"{prefix}company": "''",
        f"{prefix}address_1": f"CONCAT({number}, ' High Street')",
        f"{prefix}address_2": "''",
        f"{prefix}city": f"ELT(1 + MOD({number}, 3), 'Preston', 'Köln', 'Paris')",
        f"{prefix}postcode": f"CONCAT('PR', MOD({number}, 1000))",
        f"{prefix}country_id": "222",
        f"{prefix}zone_id": "3563",
        f"{prefix}custom_field": "'[]'",
    }


def _order_address(prefix: str, number: str) -> dict[str, str]:
    return {
        **_address(prefix, number),
        f"{prefix}country": "'United Kingdom'",
        f"{prefix}zone": "'Lancashire'",
        f"{prefix}address_format": "'{{firstname}} {{lastname}}\\r\\n{{address_1}}\\r\\n{{city}} {{postcode}}'",
    }


LANGUAGE = "1 + MOD(seq - 1, 2)"
PRICE = "5 + MOD({n} * 37, 200) + 0.99"
TEXT = (
    f"CONCAT('&lt;p&gt;', REPEAT(ELT({LANGUAGE}, 'A durable thing with many uses &amp; a long life. ',"
    " 'Ein haltbares Ding für viele Zwecke – und für lange Zeit. '), 4 + MOD({n}, 9)), '&lt;/p&gt;')"
)
CUSTOMER = f"MOD({{n}} * 7, {{customers}}) + {FIRST}"
ORDERED = f"MOD(seq * 11, {{products}}) + {FIRST}"
SUB_TOTAL = "(3 - MOD({n}, 2)) * 9.99 * (1 + MOD({n}, 3))"
"""What the lines of an order come to: it has three and two in turn."""

TABLES = (
    Generated(
        "category",
        "category",
        1,
        {
            "category_id": "{owner}",
            "parent_id": f"IF(MOD({{n}}, {CATEGORIES_PER_ROOT}), {FIRST} + {{n}} - MOD({{n}}, {CATEGORIES_PER_ROOT}), 0)",
            "status": "1",
            "date_added": _moment("seq"),
            "date_modified": _moment("seq"),
        },
    ),
    Generated(
        "category_description",
        "category",
        2,
        {
            "category_id": "{owner}",
            "language_id": LANGUAGE,
            "name": f"CONCAT(ELT({LANGUAGE}, 'Things ', 'Dinge '), {{n}})",
            "description": TEXT,
            "meta_title": "CONCAT('Things ', {n})",
        },
    ),
    Generated(
        "category_path",
        "category",
        1,
        {"category_id": "{owner}", "path_id": "{owner}", "level": f"IF(MOD({{n}}, {CATEGORIES_PER_ROOT}), 1, 0)"},
    ),
    Generated(
        "category_path",
        "category",
        1,
        {"category_id": "{owner}", "path_id": f"{{owner}} - MOD({{n}}, {CATEGORIES_PER_ROOT})", "level": "0"},
        where=f"MOD({{n}}, {CATEGORIES_PER_ROOT}) > 0",
    ),
    Generated("category_to_store", "category", 1, {"category_id": "{owner}"}),
    Generated(
        "seo_url",
        "category",
        2,
        {
            "language_id": LANGUAGE,
            "query": "CONCAT('category_id=', {owner})",
            "keyword": f"CONCAT(ELT({LANGUAGE}, 'things-', 'dinge-'), {{n}})",
        },
    ),
    Generated(
        "product",
        "product",
        1,
        {
            "product_id": "{owner}",
            "model": "CONCAT('Model ', {n})",
            "sku": "CONCAT('SKU-', {n})",
            "ean": "LPAD({n}, 13, '4')",
            "quantity": "MOD({n}, 500)",
            "stock_status_id": "7",
            "image": "CONCAT('catalog/generated/', {n}, '.jpg')",
            "manufacturer_id": "5",
            "price": PRICE,
            "tax_class_id": "9",
            "date_available": "IF(MOD({n}, 20), '2020-02-03', '0000-00-00')",
            "weight": "MOD({n}, 100) / 8",
            "weight_class_id": "1",
            "length_class_id": "1",
            "status": "1",
            "viewed": "MOD({n}, 1000)",
            "date_added": _moment("seq"),
            "date_modified": _moment("seq + 9"),
        },
    ),
    Generated(
        "product_description",
        "product",
        2,
        {
            "product_id": "{owner}",
            "language_id": LANGUAGE,
            "name": f"CONCAT(ELT({LANGUAGE}, 'Thing ', 'Ding '), {{n}})",
            "description": TEXT,
            "tag": "'thing,useful'",
            "meta_title": "CONCAT('Thing ', {n})",
            "meta_description": "'A thing'",
        },
    ),
    Generated(
        "product_attribute",
        "product",
        2,
        {"product_id": "{owner}", "attribute_id": "2", "language_id": LANGUAGE, "text": "CONCAT({n}, ' GB')"},
    ),
    Generated(
        "product_image",
        "product",
        2,
        {"product_id": "{owner}", "image": "CONCAT('catalog/generated/', seq, '.jpg')", "sort_order": "MOD(seq, 2)"},
    ),
    Generated(
        "product_option",
        "product",
        1,
        {"product_option_id": "{owner}", "product_id": "{owner}", "option_id": "5", "value": "''", "required": "1"},
    ),
    Generated(
        "product_option_value",
        "product",
        3,
        {
            "product_option_id": "{owner}",
            "product_id": "{owner}",
            "option_id": "5",
            "option_value_id": "39 + MOD(seq, 3)",
            "quantity": "MOD(seq, 50)",
            "subtract": "1",
            "price": "MOD(seq, 5)",
            "price_prefix": "'+'",
            "points_prefix": "'+'",
            "weight_prefix": "'+'",
        },
    ),
    Generated(
        "product_to_category",
        "product",
        2,
        {"product_id": "{owner}", "category_id": f"{FIRST} + MOD({{n}} + MOD(seq, 2), {{categories}})"},
    ),
    Generated("product_to_store", "product", 1, {"product_id": "{owner}"}),
    Generated(
        "product_related",
        "product",
        2,
        {"product_id": "{owner}", "related_id": f"{FIRST} + MOD({{n}} + 1 + MOD(seq, 2), {{products}})"},
    ),
    Generated(
        "product_reward", "product", 1, {"product_id": "{owner}", "customer_group_id": "1", "points": "MOD({n}, 90)"}
    ),
    Generated(
        "product_special",
        "product",
        0.2,
        {"product_id": "{owner}", "customer_group_id": "1", "price": "4.99", "date_end": "'2030-01-01'"},
    ),
    Generated(
        "product_discount",
        "product",
        0.3,
        {"product_id": "{owner}", "customer_group_id": "1", "quantity": "10", "price": "3.99"},
    ),
    Generated(
        "seo_url",
        "product",
        2,
        {
            "language_id": LANGUAGE,
            "query": "CONCAT('product_id=', {owner})",
            "keyword": f"CONCAT(ELT({LANGUAGE}, 'thing-', 'ding-'), {{n}})",
        },
    ),
    Generated(
        "review",
        "product",
        0.5,
        {
            "product_id": "{owner}",
            "author": _name("seq"),
            "text": "REPEAT('Works as it should. ', 5)",
            "rating": "1 + MOD(seq, 5)",
            "status": "1",
            "date_added": _moment("seq"),
            "date_modified": _moment("seq"),
        },
    ),
    Generated(
        "customer",
        "customer",
        1,
        {
            "customer_id": "{owner}",
            "customer_group_id": "1",
            "language_id": LANGUAGE,
            "firstname": _name("{owner}"),
            "lastname": _family("{owner}"),
            "email": "CONCAT('customer', {n}, '@example.com')",
            "telephone": "CONCAT('+49 221 ', {n})",
            "password": "SHA1(seq)",
            "salt": "LEFT(MD5(seq), 9)",
            "newsletter": "MOD(seq, 2)",
            "address_id": "{owner}",
            "custom_field": "'[]'",
            "ip": "CONCAT('192.0.2.', MOD(seq, 250))",
            "status": "1",
            "date_added": _moment("seq"),
        },
    ),
    Generated(
        "address",
        "customer",
        1,
        {"address_id": "{owner}", "customer_id": "{owner}", **_address("", "{owner}")},
    ),
    Generated("address", "customer", 0.25, {"customer_id": "{owner}", **_address("", "seq")}),
    Generated(
        "customer_ip",
        "customer",
        1,
        {"customer_id": "{owner}", "ip": "CONCAT('192.0.2.', MOD(seq, 250))", "date_added": _moment("seq")},
    ),
    Generated(
        "customer_reward",
        "customer",
        0.5,
        {"customer_id": "{owner}", "description": "'Order'", "points": "MOD(seq, 90)", "date_added": _moment("seq")},
    ),
    Generated(
        "customer_wishlist",
        "customer",
        0.5,
        {"customer_id": "{owner}", "product_id": ORDERED, "date_added": _moment("seq")},
    ),
    Generated(
        "customer_activity",
        "customer",
        1,
        {
            "customer_id": "{owner}",
            "key": "'login'",
            "data": """CONCAT('{{"customer_id":', {owner}, ',"name":"Customer"}}')""",
            "ip": "CONCAT('192.0.2.', MOD(seq, 250))",
            "date_added": _moment("seq"),
        },
    ),
    Generated(
        "order",
        "order",
        1,
        {
            "order_id": "{owner}",
            "invoice_no": "seq",
            "invoice_prefix": "'INV-2024-00'",
            "store_name": "'Your Store'",
            "store_url": "'https://shop.example/'",
            "customer_id": CUSTOMER,
            "customer_group_id": "1",
            "firstname": _name(CUSTOMER),
            "lastname": _family(CUSTOMER),
            "email": f"CONCAT('customer', {CUSTOMER} - {FIRST}, '@example.com')",
            "telephone": "'+49 221 555'",
            "custom_field": "'[]'",
            **_order_address("payment_", CUSTOMER),
            "payment_method": "'Cash On Delivery'",
            "payment_code": "'cod'",
            **_order_address("shipping_", CUSTOMER),
            "shipping_method": "'Flat Shipping Rate'",
            "shipping_code": "'flat.flat'",
            "comment": "IF(MOD(seq, 4), '', 'Please ring twice.')",
            "total": f"{SUB_TOTAL} + 5",
            "order_status_id": "5",
            "language_id": LANGUAGE,
            "currency_id": "3",
            "currency_code": "'EUR'",
            "currency_value": "1",
            "ip": "CONCAT('192.0.2.', MOD(seq, 250))",
            "user_agent": "'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'",
            "accept_language": "'de-DE,de;q=0.9'",
            "date_added": _moment("seq"),
            "date_modified": _moment("seq + 9"),
        },
    ),
    Generated(
        "order_product",
        "order",
        2.5,
        {
            "order_product_id": f"seq + {FIRST}",
            "order_id": "{owner}",
            "product_id": ORDERED,
            "name": "CONCAT('Thing ', MOD(seq, 1000))",
            "model": "CONCAT('Model ', MOD(seq, 1000))",
            "quantity": "1 + MOD({n}, 3)",
            "price": "9.99",
            "total": "9.99 * (1 + MOD({n}, 3))",
            "tax": "1.8981",
            "reward": "MOD(seq, 10)",
        },
    ),
    Generated(
        "order_option",
        "order",
        1,
        {
            "order_id": "{owner}",
            "order_product_id": f"CEIL(seq * 2.5) + {FIRST}",
            "product_option_id": str(FIRST),
            "product_option_value_id": "seq",
            "name": "'Size'",
            "value": "ELT(1 + MOD(seq, 3), 'Small', 'Medium', 'Large')",
            "type": "'select'",
        },
    ),
    Generated(
        "order_total",
        "order",
        3,
        {
            "order_id": "{owner}",
            "code": "ELT(1 + MOD(seq - 1, 3), 'sub_total', 'shipping', 'total')",
            "title": "ELT(1 + MOD(seq - 1, 3), 'Sub-Total', 'Flat Shipping Rate', 'Total')",
            "value": f"ELT(1 + MOD(seq - 1, 3), {SUB_TOTAL}, 5, {SUB_TOTAL} + 5)",
            "sort_order": "1 + MOD(seq - 1, 3) * 4",
        },
    ),
    Generated(
        "order_history",
        "order",
        2,
        {
            "order_id": "{owner}",
            "order_status_id": "IF(MOD(seq, 2), 1, 5)",
            "notify": "MOD(seq, 2)",
            "comment": "IF(MOD(seq, 2), '', 'Sent with tracking number 00340434161094')",
            "date_added": _moment("seq"),
        },
    ),
)
