"""Coupons, gift vouchers, marketing campaigns, reviews and uploads of the shop."""

from __future__ import annotations

from migrator.demo.fill import Rows, described, joined, linked, table
from migrator.demo.reference import VOUCHER_THEMES

__all__ = ["rows"]

NEVER = "0000-00-00 00:00:00"


def rows() -> Rows:
    """Return the rows."""
    return {**_coupons(), **_vouchers(), **_others()}


def _coupons() -> Rows:
    return {
        "coupon": joined(
            table(
                "coupon_id name code type discount logged shipping total",
                (4, "-10% Discount", "2222", "P", "10.0000", 0, 0, "0.0000"),
                (5, "Free Shipping", "3333", "P", "0.0000", 1, 1, "100.0000"),
                (6, "Sommer &amp; Sonne", "SOMMER", "F", "20.0000", 0, 0, "10.0000"),
            ),
            table(
                "coupon_id date_start date_end uses_total uses_customer status date_added",
                (4, "2014-01-01", "2030-01-01", 10, "10", 1, "2009-01-27 13:55:03"),
                (5, "0000-00-00", "0000-00-00", 0, "", 1, "2009-03-14 21:13:53"),
                (6, "2024-01-01", "0000-00-00", 1000, "many", 0, "2009-03-14 21:15:18"),
            ),
        ),
        "coupon_category": linked("coupon_id", "category_id", {4: (20,), 6: (33,)}),
        "coupon_product": table("coupon_product_id coupon_id product_id", (1, 4, 42), (2, 6, 50)),
        "coupon_history": table(
            "coupon_history_id coupon_id order_id customer_id amount date_added",
            (1, 6, 2, 1, "-20.0000", "2024-02-10 09:30:00"),
        ),
    }


def _vouchers() -> Rows:
    return {
        "voucher": joined(
            table(
                "voucher_id order_id code amount status date_added voucher_theme_id message",
                (1, 0, "GIFT-1", "100.0000", 1, "2024-01-01 00:00:00", 8, ""),
                (2, 0, "GIFT-2", "10.0000", 0, "2023-12-01 00:00:00", 6, "Frohe Weihnachten"),
                (3, 2, "GIFT-3", "50.0000", 1, "2024-02-10 09:30:00", 7, "Alles Gute!"),
            ),
            table(
                "voucher_id from_name from_email to_name to_email",
                (1, "Laden", "shop@example.com", "John Smith", "john@example.com"),
                (2, "Laden", "shop@example.com", "Ann Old", "ann@example.com"),
                (3, "John Smith", "john@example.com", "Zoë Müller", "zoe@example.de"),
            ),
        ),
        "voucher_history": table(
            "voucher_history_id voucher_id order_id amount date_added", (1, 1, 2, "-30.0000", "2024-02-10 09:30:00")
        ),
        "voucher_theme": table(
            "voucher_theme_id image", *((key, f"catalog/demo/voucher/{key}.jpg") for key in VOUCHER_THEMES)
        ),
        "voucher_theme_description": described("voucher_theme_id", "name", VOUCHER_THEMES),
    }


def _others() -> Rows:
    return {
        "marketing": table(
            "marketing_id name description code clicks date_added",
            (1, "Newsletter März", "Frühling", "5b3c", 17, "2024-03-01 00:00:00"),
            (2, "Banner", "", "banner1", 0, "2024-04-01 00:00:00"),
        ),
        "review": table(
            "review_id product_id customer_id author text rating status date_added date_modified",
            (1, 42, 1, "John", "Great screen for the price &amp; size.", 5, 1, "2024-01-15 10:00:00", NEVER),
            (2, 42, 3, "Zoë", "Schön, aber groß.", 4, 1, "2024-02-15 10:00:00", "2024-02-16 10:00:00"),
            (3, 42, 0, "Anon", "Awaiting approval, so it must not count.", 1, 0, "2024-03-15 10:00:00", NEVER),
            (4, 50, 2, "Jürgen", "Kräftig! <b>stark</b>", 3, 1, "2024-04-15 10:00:00", NEVER),
        ),
        "upload": joined(
            table(
                "upload_id code",
                (1, "5f2b9c0d7e8a41b3a6c9d2e1f0b4a7c8d9e0f1a2"),
                (2, "6a3c0d1e8f9b52c4b7dae3f201c5b8d9eaf102b3"),
            ),
            table(
                "upload_id name filename date_added",
                (1, "Zeichnung Ü.png", "Zeichnung.png.3c2b1a", "2024-01-10 09:25:00"),
                (2, "licence.txt", "licence.txt.4d3c2b", "2024-02-10 09:25:00"),
            ),
        ),
    }
