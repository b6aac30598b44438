"""Customers with real password hashes, and everything that belongs to them."""

from __future__ import annotations

from migrator.demo.fill import Row, Rows, joined, json_text, table
from migrator.demo.opencart3.passwords import legacy, salted

__all__ = ["PASSWORDS", "rows"]

PASSWORDS = {1: "test123", 2: "pässwörter-ß", 3: "rock&roll", 4: "legacy", 6: "bcrypt-pass", 8: "wholesale"}
"""The passwords of the customers who have one that works in OpenCart 3 or through an extension."""

BCRYPT = "$2y$10$zSFZFIBkKiG/BtWrY4LAM.ORyGRALtV/8cLg1D7R/n1dM7unuAPL."
WRONG_LENGTH = "0123456789abcdef0123456789abcdef0123"

PHP_CUSTOMER_FIELD = 'a:2:{i:1;s:5:"10115";i:2;s:1:"1";}'
PHP_WISHLIST = 'a:2:{i:0;s:2:"42";i:1;s:2:"30";}'
PHP_ADDRESS_FIELD = 'a:1:{i:3;a:2:{i:0;s:1:"3";i:1;s:1:"4";}}'
PHP_ACTIVITY = 'a:2:{s:11:"customer_id";s:1:"3";s:4:"name";s:12:"Zoë Müller";}'
OPTION = json_text({"218": "5", "223": ["9", "10"], "208": "Für Zoë"})
PHP_OPTION = 'a:2:{i:218;s:1:"5";i:223;a:1:{i:0;s:1:"9";}}'


def rows() -> Rows:
    """Return the rows."""
    return {
        "customer": _customers(),
        "address": _addresses(),
        **_affiliates(),
        **_balances(),
        **_logs(),
        **_lists(),
    }


def _customers() -> list[Row]:
    names = table(
        "customer_id customer_group_id store_id language_id firstname lastname email telephone fax status safe",
        (1, 1, 0, 1, "John", "Smith", "john@example.com", "555 0100", "", 1, 1),
        (2, 1, 0, 2, "Jürgen", "Groß", "juergen@example.de", "030 5", "030 6", 1, 0),
        (3, 1, 1, 2, "Zoë", "Müller &amp; Co", "zoe@example.de", "", "", 1, 0),
        (4, 1, 0, 1, "Ann", "Old", "ann@example.com", "555 0104", "", 1, 0),
        (5, 1, 0, 1, "Bea", "Broken", "bea@example.com", "", "", 1, 0),
        (6, 2, 0, 1, "Carl", "Crypt", "carl@example.com", "", "", 1, 0),
        (7, 1, 0, 1, "Dan", "Double", "JOHN@example.com", "", "", 0, 0),
        (8, 2, 1, 2, "Elif", "Çelik", "elif@example.de", "0151", "", 1, 0),
    )
    secrets = table(
        "customer_id password salt token code",
        (1, salted(PASSWORDS[1], "Ab3dEf9hI"), "Ab3dEf9hI", "", ""),
        (2, salted(PASSWORDS[2], "x1Y2z3X4y"), "x1Y2z3X4y", "one-time-token", "one-time-code"),
        (3, salted(PASSWORDS[3], "qwertzuio"), "qwertzuio", "", ""),
        (4, legacy(PASSWORDS[4]), "", "", ""),
        (5, WRONG_LENGTH, "123456789", "", ""),
        (6, BCRYPT, "", "", ""),
        (7, "", "", "", ""),
        (8, salted(PASSWORDS[8], "987654321"), "987654321", "", ""),
    )
    # Customer 3 has no default address, and that of customer 4 is another customer's.
    details = table(
        "customer_id address_id newsletter custom_field wishlist cart",
        (1, 1, 1, '{"1":"12345","2":"2"}', None, None),
        (2, 3, 0, "[]", '["28","40"]', ""),
        (3, 0, 1, PHP_CUSTOMER_FIELD, PHP_WISHLIST, None),
        (4, 1, 0, "", "", ""),
        (5, 7, 0, "[]", None, None),
        (6, 8, 0, "[]", None, None),
        (7, 0, 0, "[]", None, None),
        (8, 9, 0, '{"2":"1"}', None, None),
    )
    return [
        row | {"ip": f"192.0.2.{row['customer_id']}", "date_added": f"2021-03-0{row['customer_id']} 08:00:00"}
        for row in joined(names, secrets, details)
    ]


def _addresses() -> list[Row]:
    return table(
        "address_id customer_id firstname lastname company address_1 address_2 city postcode country_id zone_id"
        " custom_field",
        (1, 1, "John", "Smith", "", "1 High Street", "", "Preston", "PR1 1AA", 222, 3563, '{"3":["3","4"]}'),
        (2, 1, "John", "Smith", "Smith &amp; Sons", "2 Low Road", "Flat 3", "Aberdeen", "AB10", 222, 3513, "[]"),
        (3, 2, "Jürgen", "Groß", "", "Hauptstraße 5", "", "Berlin", "10115", 81, 1256, PHP_ADDRESS_FIELD),
        (4, 3, "Zoë", "Müller", "Müller &amp; Co", "Ring 8", "", "Wien", "1010", 14, 207, ""),
        (5, 3, "Zoë", "Müller", "", "Am Alten Hafen 2", "", "Bremen", "28195", 81, 0, "[]"),
        (6, 4, "Ann", "Old", "", "5th Avenue 1", "", "New York", "10001", 223, 3655, "[]"),
        (7, 5, "Bea", "Broken", "", "Rue 1", "", "Paris", "75001", 74, 0, "[]"),
        (8, 6, "Carl", "Crypt", "Crypt AB", "Gatan 2", "", "Stockholm", "111 22", 203, 0, "[]"),
        (9, 8, "Elif", "Çelik", "", "Bahnhofstr. 9", "", "München", "80331", 81, 1255, "[]"),
    )


def _affiliates() -> Rows:
    return {
        "customer_affiliate": joined(
            table(
                "customer_id company website tracking commission tax custom_field status date_added",
                (1, "Smith Media", "https://smith.example/", "smith01", "5.00", "GB1", "[]", 1, "2021-04-01 10:00:00"),
                (2, "", "", "jgross", "0.00", "", '{"5":"2021-04-02"}', 1, "2021-04-02 10:00:00"),
                (8, "Çelik", "", "elif", "7.50", "", "", 0, "2021-04-03 10:00:00"),
            ),
            table("customer_id payment paypal", (1, "paypal", "pay@example.com")),
            table("customer_id payment cheque", (2, "cheque", "Jürgen Groß")),
            table(
                "customer_id payment bank_name bank_branch_number bank_swift_code bank_account_name"
                " bank_account_number",
                (8, "bank", "Sparkasse", "70150000", "SSKMDEMM", "Elif Çelik", "DE02"),
            ),
        ),
        "customer_approval": table(
            "customer_approval_id customer_id type date_added",
            (1, 8, "affiliate", "2021-04-03 10:00:00"),
            (2, 7, "customer", "2021-03-07 08:00:00"),
        ),
    }


def _balances() -> Rows:
    return {
        "customer_transaction": table(
            "customer_transaction_id customer_id order_id description amount date_added",
            (1, 1, 0, "Order ID: #2", "25.0000", "2022-01-02 12:00:00"),
            (2, 1, 2, "Order ID: #2", "-10.0000", "2022-01-03 12:00:00"),
            (3, 2, 0, "Goodwill", "0.3333", "2022-01-04 12:00:00"),
        ),
        "customer_reward": table(
            "customer_reward_id customer_id order_id description points date_added",
            (1, 1, 1, "Order ID: #1", 100, "2022-01-02 12:00:00"),
            (2, 1, 2, "Order ID: #2", -50, "2022-01-03 12:00:00"),
            (3, 3, 0, "Willkommen", 20, "2022-01-05 12:00:00"),
        ),
        "customer_history": table(
            "customer_history_id customer_id comment date_added",
            (1, 1, "Called about order 1.", "2022-01-02 13:00:00"),
            (2, 3, "Größe geändert\nzweite Zeile", "2022-01-06 13:00:00"),
        ),
    }


def _logs() -> Rows:
    return {
        "customer_activity": table(
            "customer_activity_id customer_id key data ip date_added",
            (1, 1, "login", '{"customer_id":"1","name":"John Smith"}', "192.0.2.1", "2022-01-02 11:59:00"),
            (2, 3, "register", PHP_ACTIVITY, "192.0.2.3", "2021-03-03 08:00:00"),
            (3, 0, "order_guest", '{"name":"G\\u00e4st","order_id":3}', "192.0.2.9", "2022-02-01 09:00:00"),
        ),
        "customer_ip": table(
            "customer_ip_id customer_id ip date_added",
            (1, 1, "192.0.2.1", "2021-03-01 08:00:00"),
            (2, 1, "2001:db8::1", "2021-05-01 08:00:00"),
            (3, 3, "192.0.2.3", "2021-03-03 08:00:00"),
        ),
        "customer_login": table(
            "customer_login_id email ip total date_added date_modified",
            (1, "john@example.com", "192.0.2.1", 2, "2024-01-01 00:00:00", "2024-01-01 00:01:00"),
            (2, "nobody@example.com", "198.51.100.7", 5, "2024-01-01 00:00:00", "2024-01-01 00:05:00"),
        ),
        "customer_online": table(
            "ip customer_id url referer date_added",
            ("192.0.2.1", 1, "https://alt.example/", "", "2024-06-01 10:00:00"),
            ("198.51.100.7", 0, "https://alt.example/computers", "https://search.example/", "2024-06-01 10:01:00"),
        ),
        "customer_search": table(
            "customer_search_id store_id language_id customer_id keyword category_id sub_category description products"
            " ip date_added",
            (1, 0, 1, 1, "cinema", 20, 1, 0, 1, "192.0.2.1", "2022-01-02 11:00:00"),
            (2, 1, 2, 0, "größe &amp; farbe", None, 0, 1, 0, "198.51.100.7", "2022-01-02 11:05:00"),
        ),
    }


def _lists() -> Rows:
    return {
        "customer_wishlist": table(
            "customer_id product_id date_added",
            (1, 42, "2022-01-01 00:00:00"),
            (1, 30, "2022-01-01 00:01:00"),
            (3, 50, "2022-01-01 00:02:00"),
        ),
        "cart": table(
            "cart_id api_id customer_id session_id product_id recurring_id option quantity date_added",
            (1, 0, 1, "a1b2c3d4e5f6a1b2c3d4e5f6a1", 28, 0, "[]", 2, "2024-05-30 12:00:00"),
            (2, 0, 1, "a1b2c3d4e5f6a1b2c3d4e5f6a1", 42, 0, OPTION, 1, "2024-05-30 12:01:00"),
            (3, 0, 3, "b1b2c3d4e5f6a1b2c3d4e5f6a1", 42, 0, PHP_OPTION, 1, "2024-05-30 12:02:00"),
            (4, 0, 2, "c1b2c3d4e5f6a1b2c3d4e5f6a1", 50, 1, "[]", 3, "2024-05-30 12:03:00"),
            (5, 0, 0, "d1b2c3d4e5f6a1b2c3d4e5f6a1", 30, 0, '{"226":"15"}', 1, "2024-05-30 12:04:00"),
            (6, 1, 1, "e1b2c3d4e5f6a1b2c3d4e5f6a1", 30, 0, "[]", 1, "2024-05-30 12:05:00"),
        ),
    }
