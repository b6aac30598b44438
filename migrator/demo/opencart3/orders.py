"""Orders with every kind of total, gift vouchers, recurring profiles, shipments and returns."""

from __future__ import annotations

from migrator.demo.fill import Row, Rows, joined, table
from migrator.demo.opencart3.localisation import POSTCODE_FIRST, WITH_ZONE

__all__ = ["rows"]

PHP_FIELDS = 'a:1:{i:1;s:5:"20457";}'

SMITH = ("John", "Smith", "", "1 High Street", "", "Preston", "PR1 1AA", "United Kingdom", 222, "Lancashire", 3563)
GROSS = ("Jürgen", "Groß", "", "Hauptstraße 5", "", "Berlin", "10115", "Germany", 81, "Berlin", 1256)
MUELLER = ("Zoë", "Müller", "Müller &amp; Co", "Ring 8", "", "Wien", "1010", "Austria", 14, "Wien", 207)
ADDRESS = "firstname lastname company address_1 address_2 city postcode country country_id zone zone_id"
NOWHERE = ("",) * 8 + (0, "", 0)

CURRENCIES = {"EUR": (3, "1.00000000"), "USD": (2, "1.08220005"), "GBP": (1, "0.85710001")}


def rows() -> Rows:
    """Return the rows."""
    return {
        "order": _orders(),
        "order_product": _lines(),
        "order_option": _options(),
        "order_total": _totals(),
        "order_history": _histories(),
        "order_voucher": _vouchers(),
        **_recurring(),
        **_shipments(),
        **_returns(),
    }


def _address(kind: str, values: tuple[str | int, ...]) -> Row:
    return dict(zip((f"{kind}_{name}" for name in ADDRESS.split()), values, strict=True))


def _order(
    number: int,
    customer: int,
    person: tuple[str, str, str, str],
    address: tuple[str | int, ...],
    payment: tuple[str, str],
    shipping: tuple[str, str],
    total: str,
    status: int,
    currency: str = "EUR",
    **more: str | int,
) -> Row:
    first, last, email, telephone = person
    currency_id, value = CURRENCIES[currency]
    layout = POSTCODE_FIRST if address[8] == 81 else WITH_ZONE if address[8] == 222 else ""
    return {
        "order_id": number,
        "invoice_prefix": "INV-2024-00",
        "store_name": "Alter Laden",
        "store_url": "https://alt.example/",
        "customer_id": customer,
        "customer_group_id": 1,
        "firstname": first,
        "lastname": last,
        "email": email,
        "telephone": telephone,
        "custom_field": "[]",
        **_address("payment", address),
        "payment_address_format": layout,
        "payment_custom_field": "[]",
        "payment_method": payment[0],
        "payment_code": payment[1],
        **_address("shipping", address if shipping[1] else NOWHERE),
        "shipping_address_format": layout if shipping[1] else "",
        "shipping_custom_field": "[]",
        "shipping_method": shipping[0],
        "shipping_code": shipping[1],
        "total": total,
        "order_status_id": status,
        "language_id": 1,
        "currency_id": currency_id,
        "currency_code": currency,
        "currency_value": value,
        "ip": "192.0.2.1",
        "user_agent": "Mozilla/5.0 (X11; Linux x86_64)",
        "accept_language": "de-DE,de;q=0.9",
        "date_added": f"2024-0{number}-10 09:30:00",
        "date_modified": f"2024-0{number}-11 10:00:00",
    } | more


def _orders() -> list[Row]:
    john = ("John", "Smith", "john@example.com", "555 0100")
    juergen = ("Jürgen", "Groß", "juergen@example.de", "030 5")
    zoe = ("Zoë", "Müller &amp; Co", "zoe@example.de", "")
    guest = ("Gäst", "O'Neil", "guest@example.net", "0800")
    cod, bank = ("Cash On Delivery", "cod"), ("Bank Transfer", "bank_transfer")
    flat = ("Flat Shipping Rate", "flat.flat")
    return [
        _order(1, 1, john, SMITH, cod, flat, "138.0000", 5, invoice_no=1, comment="Please ring twice."),
        _order(2, 1, john, SMITH, bank, flat, "239.0000", 3, affiliate_id=2, commission="11.9500", tracking="jgross")
        | {"invoice_no": 2, "marketing_id": 1},
        _order(
            3, 0, guest, SMITH, ("PayPal Express", "pp_express"), ("", ""), "18.0000", 5, "GBP", forwarded_ip="10.0.0.7"
        ),
        _order(4, 2, juergen, GROSS, cod, flat, "105.0000", 0, language_id=2),
        _order(5, 3, zoe, MUELLER, bank, ("Weight Based Shipping", "weight.weight_5"), "213.9800", 2, "USD", store_id=1)
        | {"store_name": "Werkstatt", "store_url": "https://werkstatt.example/", "language_id": 2}
        | {"custom_field": PHP_FIELDS, "payment_custom_field": PHP_FIELDS, "shipping_custom_field": PHP_FIELDS},
        _order(6, 2, juergen, GROSS, cod, ("Free Shipping", "free.free"), "26.7000", 2, language_id=2, fax="030 6"),
        _order(
            7, 2, juergen, GROSS, ("Rechnung &lt;14 Tage&gt;", "klarna_invoice"), ("Abholung", "pickup"), "999.9999", 7
        )
        | {"language_id": 2, "payment_custom_field": '{"1":"10115"}'},
        _order(8, 4, ("Ann", "Old", "ann@example.com", "555 0104"), SMITH, ("", ""), flat, "0.0000", 11, "USD"),
    ]


def _lines() -> list[Row]:
    return table(
        "order_product_id order_id product_id name model quantity price total tax reward",
        (1, 1, 42, "Apple Cinema 30&quot;", "Product 15", 1, "110.0000", "110.0000", "23.0000", 100),
        (2, 2, 30, "Canon EOS 5D", "Product 3", 2, "100.0000", "200.0000", "20.0000", 0),
        (3, 3, 47, "The Book", "E-Book", 1, "15.0000", "15.0000", "3.0000", 0),
        (4, 4, 28, "HTC Touch HD", "Product 1", 1, "100.0000", "100.0000", "0.0000", 20),
        (5, 5, 42, "Apple Cinema 30&quot;", "Product 15", 2, "100.0000", "200.0000", "0.0000", 0),
        (6, 5, 999, "Gelöschter Artikel", "weg", 1, "6.9900", "6.9900", "0.0000", 0),
        (7, 6, 50, "Kaffeebohnen", "Coffee", 3, "8.9000", "26.7000", "0.6230", 0),
        (8, 7, 41, "iMac", "Product 14", 1, "999.9999", "999.9999", "0.0000", 0),
        (9, 8, 48, "Unsellable", "Nameless", 1, "0.0000", "0.0000", "0.0000", 0),
    )


def _options() -> list[Row]:
    return table(
        "order_option_id order_id order_product_id product_option_id product_option_value_id name value type",
        (1, 1, 1, 218, 5, "Radio", "Small", "radio"),
        (2, 1, 1, 223, 9, "Checkbox", "Gift wrap", "checkbox"),
        (3, 1, 1, 208, 0, "Text", "Für Zoë &amp; Co", "text"),
        (4, 1, 1, 217, 1, "Select", "Red", "select"),
        (5, 1, 1, 209, 0, "Textarea", "two\r\nlines", "textarea"),
        (6, 1, 1, 222, 0, "File", "5f2b9c0d7e8a41b3a6c9d2e1f0b4a7c8d9e0f1a2", "file"),
        (7, 1, 1, 219, 0, "Date", "2024-02-20", "date"),
        (8, 1, 1, 221, 0, "Time", "22:25", "time"),
        (9, 1, 1, 220, 0, "Date &amp; Time", "2024-02-20 22:25", "datetime"),
        (10, 5, 5, 230, 20, "Muster", "Streifen", "image"),
    )


def _totals() -> list[Row]:
    return table(
        "order_total_id order_id code title value sort_order",
        (1, 1, "sub_total", "Sub-Total", "110.0000", 1),
        (2, 1, "shipping", "Flat Shipping Rate", "5.0000", 3),
        (3, 1, "tax", "VAT (20%)", "23.0000", 5),
        (4, 1, "total", "Total", "138.0000", 9),
        (5, 2, "sub_total", "Sub-Total", "250.0000", 1),
        (6, 2, "reward", "Reward Points (50)", "-5.0000", 2),
        (7, 2, "handling", "Handling Fee", "4.0000", 2),
        (8, 2, "low_order_fee", "Low Order Fee", "3.0000", 2),
        (9, 2, "klarna_fee", "Klarna-Gebühr", "2.0000", 2),
        (10, 2, "shipping", "Flat Shipping Rate", "5.0000", 3),
        (11, 2, "coupon", "Coupon (SOMMER)", "-20.0000", 4),
        (12, 2, "tax", "VAT (20%)", "40.0000", 5),
        (13, 2, "credit", "Store Credit", "-10.0000", 7),
        (14, 2, "voucher", "Gift Certificate (GIFT-1)", "-30.0000", 8),
        (15, 2, "total", "Total", "239.0000", 9),
        (16, 3, "sub_total", "Sub-Total", "15.0000", 1),
        (17, 3, "tax", "VAT (20%)", "3.0000", 5),
        (18, 3, "total", "Total", "18.0000", 9),
        (19, 4, "sub_total", "Zwischensumme", "100.0000", 1),
        (20, 4, "shipping", "Versandkosten", "5.0000", 3),
        (21, 4, "total", "Summe", "105.0000", 9),
        (22, 5, "sub_total", "Zwischensumme", "206.9900", 1),
        (23, 5, "shipping", "Versand nach Gewicht", "6.9900", 3),
        (24, 5, "total", "Summe", "213.9800", 9),
        (25, 6, "sub_total", "Zwischensumme", "26.7000", 1),
        (26, 6, "shipping", "Versandkostenfrei", "0.0000", 3),
        (27, 6, "total", "Summe", "26.7000", 9),
        (28, 7, "sub_total", "Zwischensumme", "999.9999", 1),
        (29, 7, "total", "Summe", "999.9999", 9),
        (30, 8, "sub_total", "Sub-Total", "0.0000", 1),
        (31, 8, "total", "Total", "0.0000", 9),
    )


def _histories() -> list[Row]:
    return table(
        "order_history_id order_id order_status_id notify comment date_added",
        (1, 1, 1, 1, "", "2024-01-10 09:30:00"),
        (2, 1, 5, 1, "Delivered.", "2024-01-12 09:30:00"),
        (3, 2, 2, 0, "Überweisung: IBAN DE02 1203 0000 0000 2020 51", "2024-02-10 09:30:00"),
        (4, 2, 3, 1, "", "2024-02-12 09:30:00"),
        (5, 3, 5, 0, "", "2024-03-10 09:30:00"),
        (6, 5, 2, 0, "", "2024-05-10 09:30:00"),
        (7, 6, 2, 0, "", "2024-06-10 09:30:00"),
        (8, 7, 7, 1, "storniert", "2024-07-11 09:30:00"),
        (9, 8, 11, 0, "", "2024-08-11 09:30:00"),
    )


def _vouchers() -> list[Row]:
    return joined(
        table(
            "order_voucher_id order_id voucher_id description code amount voucher_theme_id message",
            (1, 2, 3, "€50.00 Gift Certificate for Zoë", "GIFT-3", "50.0000", 7, "Alles Gute!"),
        ),
        table(
            "order_voucher_id from_name from_email to_name to_email",
            (1, "John Smith", "john@example.com", "Zoë Müller", "zoe@example.de"),
        ),
    )


def _recurring() -> Rows:
    # Order 6 holds one profile in each of the six statuses, as a shop sees them over the years (data-map 2.6).
    frequencies = {1: "month", 2: "week", 3: "day", 4: "semi_month", 5: "year", 6: "fortnight"}
    return {
        "order_recurring": [
            {
                "order_recurring_id": number,
                "order_id": 6,
                "reference": f"REF-{number}",
                "product_id": 50,
                "product_name": "Kaffeebohnen",
                "product_quantity": 3,
                "recurring_id": 1 if number < 5 else 2,
                "recurring_name": "Kaffee im Monat",
                "recurring_description": "12,50 € jeden Monat, 12 Zahlungen",
                "recurring_frequency": frequency,
                "recurring_cycle": 1,
                "recurring_duration": 12 if number < 5 else 0,
                "recurring_price": "12.5000",
                "trial": int(number == 1),
                "trial_frequency": "week" if number == 1 else "",
                "trial_cycle": int(number == 1),
                "trial_duration": 2 if number == 1 else 0,
                "trial_price": "1.0000" if number == 1 else "0.0000",
                "status": number,
                "date_added": "2024-06-10 09:30:00",
            }
            for number, frequency in frequencies.items()
        ],
        "order_recurring_transaction": table(
            "order_recurring_transaction_id order_recurring_id reference type amount date_added",
            *(
                (kind + 1, 1 if kind < 5 else 3, f"TX-{kind}", kind, "12.5000", f"2024-06-1{kind} 10:00:00")
                for kind in range(10)
            ),
        ),
    }


def _shipments() -> Rows:
    return {
        "order_shipment": table(
            "order_shipment_id order_id date_added shipping_courier_id tracking_number",
            (1, 1, "2024-01-11 15:00:00", "1", "JD0002 0001"),
            (2, 2, "2024-02-11 15:00:00", "3", "1Z999AA10123456784"),
            (3, 2, "2024-02-12 08:00:00", "99", "unknown courier"),
        ),
        "shipping_courier": table(
            "shipping_courier_id shipping_courier_code shipping_courier_name",
            (1, "dhl", "DHL"),
            (3, "ups", "UPS"),
            (4, "royal-mail", "Royal Mail"),
        ),
    }


def _returns() -> Rows:
    return {
        "return": joined(
            table(
                "return_id order_id product_id customer_id firstname lastname email telephone",
                (1, 1, 42, 1, "John", "Smith", "john@example.com", "555 0100"),
                (2, 0, 0, 0, "Gäst", "O'Neil", "guest@example.net", "0800"),
            ),
            table(
                "return_id product model quantity opened return_reason_id return_action_id return_status_id comment",
                (1, "Apple Cinema 30&quot;", "Product 15", 1, 1, 4, 1, 3, "Pixel defekt – schade"),
                (2, "iMac", "Product 14", 2, 0, 2, 0, 2, None),
            ),
            table(
                "return_id date_ordered date_added date_modified",
                (1, "2024-01-10", "2024-01-20 10:00:00", "2024-01-25 10:00:00"),
                (2, "0000-00-00", "2024-03-20 10:00:00", "2024-03-20 10:00:00"),
            ),
        ),
        "return_history": table(
            "return_history_id return_id return_status_id notify comment date_added",
            (1, 1, 2, 1, "Bitte einsenden", "2024-01-21 10:00:00"),
            (2, 1, 3, 1, "", "2024-01-25 10:00:00"),
        ),
    }
