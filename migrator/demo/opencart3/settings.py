"""Settings of every kind that data-map 3.3 tells apart."""

from __future__ import annotations

from migrator.demo.fill import Rows, table
from migrator.demo.setting_rows import parse

__all__ = ["SECRETS", "rows"]

SECRETS = ("sk_live_acme_0123456789", "smtp-password-of-the-shop", "ftp-password-of-the-shop")
"""Values that no log, page or report may ever show."""

SHOP = rf"""
config
    account_id 3
    address Marktplatz 1\n10115 Berlin
    admin_language de-de
    affiliate_approval 1
    affiliate_auto 0
    affiliate_commission 5
    affiliate_group_id 1
    affiliate_id 4
    api_id 1
    captcha google
    captcha_page ["review","return","contact"]
    cart_weight 1
    checkout_guest 1
    checkout_id 5
    comment Täglich geöffnet
    complete_status ["5","3","17"]
    compression 0
    country_id 81
    currency EUR
    currency_auto 0
    currency_engine floatrates
    customer_activity 1
    customer_group_display ["1","2"]
    customer_group_id 1
    customer_online 0
    customer_price 0
    customer_search 1
    email laden@alt.example
    encryption a-long-random-text-of-the-old-shop
    error_display 0
    error_filename error.log
    error_log 1
    fax 030 1235
    file_ext_allowed zip\npng\njpg\ndwg
    file_max_size 52428800
    file_mime_allowed image/png\nimage/jpeg\nimage/vnd.dwg
    fraud_detection 0
    ftp_hostname ftp.alt.example
    ftp_password {SECRETS[2]}
    ftp_port 21
    ftp_root
    ftp_status 0
    ftp_username laden
    geocode
    google_analytics
    icon catalog/demo/cart.png
    image catalog/demo/shop.jpg
    invoice_prefix INV-2024-00
    language de-de
    layout_id 4
    length_class_id 1
    limit_admin 25
    location ["1","2"]
    login_attempts 7
    logo catalog/demo/logo.png
    mail_alert ["order","review"]
    mail_alert_email lager@alt.example
    mail_engine smtp
    mail_parameter
    mail_smtp_hostname tls://mail.alt.example
    mail_smtp_password {SECRETS[1]}
    mail_smtp_port 587
    mail_smtp_timeout 5
    mail_smtp_username laden@alt.example
    maintenance 0
    meta_description Der alte Laden &amp; seine Waren
    meta_keyword laden, kaffee
    meta_title Alter Laden
    name Alter Laden
    open Mo–Fr 9–18
    order_status_id 1
    owner Jürgen Groß
    password 1
    product_count 0
    return_id 5
    return_status_id 2
    review_guest 0
    review_status 1
    robots googlebot\nbingbot
    secure 1
    seo_url 1
    shared 0
    stock_checkout 1
    stock_display 1
    stock_warning 0
    tax 1
    tax_customer shipping
    tax_default payment
    telephone 030 1234
    theme default
    timezone Europe/Berlin
    voucher_max 500
    voucher_min 5
    weight_class_id 2
    zone_id 1256
theme_default
    directory default
    image_additional_height 74
    image_additional_width 74
    image_cart_height 47
    image_cart_width 47
    image_category_height 80
    image_category_width 80
    image_compare_height 90
    image_compare_width 90
    image_location_height 50
    image_location_width 268
    image_popup_height 640
    image_popup_width 640
    image_product_height 228
    image_product_width 228
    image_related_height 200
    image_related_width 200
    image_thumb_height 228
    image_thumb_width 228
    image_wishlist_height 47
    image_wishlist_width 47
    product_description_length 120
    product_limit 24
    status 1
payment_cod
    geo_zone_id 5
    order_status_id 1
    sort_order 5
    status 1
    total 0.01
payment_bank_transfer
    bank1 IBAN DE02 1203 0000 0000 2020 51\nBIC BYLADEM1001
    bank2 Bitte überweisen Sie auf DE02 1203 0000 0000 2020 51
    geo_zone_id 0
    order_status_id 2
    sort_order 1
    status 1
    total 25
payment_cheque
    payable Jürgen Groß
    status 0
    total 0
payment_free_checkout
    order_status_id 1
    sort_order 1
    status 1
payment_acme
    secret_key {SECRETS[0]}
    status 1
shipping_flat
    cost 5.00
    geo_zone_id 0
    sort_order 1
    status 1
    tax_class_id 9
shipping_free
    geo_zone_id 5
    sort_order 2
    status 1
    total 50
shipping_item
    cost 2.5
    status 0
shipping_pickup
    geo_zone_id 0
    status 1
shipping_weight
    5_rate 5:6.99,20:12.99
    5_status 1
    sort_order 3
    status 1
    tax_class_id 9
shipping_ups
    key ups-account
    status 1
total_coupon
    sort_order 4
    status 1
total_credit
    sort_order 7
    status 1
total_handling
    fee 4.00
    status 1
    total 300
total_klarna_fee
    status 1
total_low_order_fee
    fee 3.00
    status 0
    total 10
total_reward
    sort_order 2
    status 1
total_shipping
    estimator 1
    sort_order 3
    status 1
total_sub_total
    sort_order 1
    status 1
total_tax
    sort_order 5
    status 1
total_total
    sort_order 9
    status 1
total_voucher
    sort_order 8
    status 1
module_account
    status 1
module_category
    status 1
module_filter
    status 1
module_information
    status 0
module_store
    admin 1
    status 1
dashboard_activity
    sort_order 7
    status 1
    width 4
dashboard_map
    sort_order 5
    status 0
    width 6
report_customer_transaction
    status 1
    status_sort_order 6
report_sale_order
    sort_order 8
    status 1
captcha_basic
    status 1
fraud_ip
    order_status_id 8
    status 1
feed_google_sitemap
    status 1
analytics_google
    code UA-0000000-1
    status 1
advertise_google
    status 0
developer
    sass 0
    theme 1
"""

WORKSHOP = r"""
config
    address Werkstattgasse 3\n1010 Wien
    country_id 14
    currency USD
    email werkstatt@alt.example
    icon catalog/demo/werkstatt.png
    language de-de
    meta_title Werkstatt
    name Werkstatt
    order_status_id 2
    secure 1
    ssl https://werkstatt.example/
    tax 1
    theme acme
    url http://werkstatt.example/
    zone_id 207
theme_acme
    image_popup_height 900
    image_popup_width 900
    product_limit 12
"""

PHP_STATUSES = 'a:3:{i:0;s:1:"5";i:1;s:1:"1";i:2;s:1:"2";}'


def rows() -> Rows:
    """Return the rows."""
    found = [*parse(SHOP), *parse(WORKSHOP, store_id=1)]
    found += table(
        "store_id code key value serialized",
        (0, "config", "config_processing_status", PHP_STATUSES, 1),
        (1, "config", "config_logo", "", 0),
    )
    return {"setting": found}
