"""Settings of a fresh OpenCart 4 (data-map 3.3)."""

from __future__ import annotations

from migrator.demo.fill import Rows
from migrator.demo.layouts import Layout
from migrator.demo.setting_rows import parse

__all__ = ["rows"]

COMMON = r"""
config
    account_id 3
    address Address 1
    address_format_id 1
    affiliate_approval 0
    affiliate_auto 0
    affiliate_commission 5
    affiliate_id 4
    affiliate_status 1
    api_id 1
    captcha basic
    captcha_page ["review","return","contact"]
    cart_weight 1
    checkout_guest 1
    checkout_id 0
    complete_status ["5","3"]
    compression 0
    cookie_id 0
    country_id 222
    currency USD
    currency_auto 1
    currency_engine ecb
    customer_activity 0
    customer_group_display ["1"]
    customer_group_id 1
    customer_online 0
    customer_online_expire 1
    customer_price 0
    customer_search 0
    email owner@new.example
    encryption 0123456789abcdef0123456789abcdef
    error_display 1
    error_filename error.log
    error_log 1
    fax
    file_ext_allowed zip\ntxt\npng\njpeg\nwebp\njpg\ngif\npdf
    file_max_size 20
    file_mime_allowed text/plain\nimage/png\nimage/webp\nimage/jpeg\nimage/gif\napplication/zip\napplication/pdf
    fraud_detection 0
    fraud_status_id 8
    gdpr_id 0
    gdpr_limit 180
    geocode
    image
    image_additional_height 74
    image_additional_width 74
    image_cart_height 47
    image_cart_width 47
    image_compare_height 90
    image_compare_width 90
    image_location_width 268
    image_popup_height 800
    image_popup_width 800
    image_product_height 250
    image_product_width 250
    image_related_height 250
    image_related_width 250
    image_thumb_height 500
    image_thumb_width 500
    image_wishlist_height 47
    image_wishlist_width 47
    invoice_prefix INV-2026-00
    language_admin en-gb
    layout_id 4
    length_class_id 1
    login_attempts 5
    logo catalog/opencart-logo.png
    mail_alert ["order"]
    mail_alert_email
    mail_engine
    mail_parameter
    mail_smtp_hostname
    mail_smtp_password
    mail_smtp_port 25
    mail_smtp_timeout 5
    mail_smtp_username
    maintenance 0
    name Your Store
    open
    order_status_id 1
    owner Your Name
    pagination 10
    pagination_admin 10
    processing_status ["5","1","2","12","3"]
    product_count 1
    product_description_length 100
    return_id 0
    return_status_id 2
    review_guest 1
    review_status 1
    seo_url 0
    session_expire 86400
    session_samesite Strict
    shared 0
    stock_checkout 0
    stock_display 0
    stock_warning 0
    subscription_active_status_id 2
    subscription_canceled_status_id 5
    subscription_denied_status_id 7
    subscription_expired_status_id 3
    subscription_failed_status_id 6
    subscription_status_id 1
    subscription_suspended_status_id 4
    tax 1
    tax_customer shipping
    tax_default shipping
    telephone 123456789
    theme basic
    timezone UTC
    weight_class_id 1
    zone_id 3563
currency_ecb
    status 1
dashboard_activity
    sort_order 7
    status 1
    width 4
dashboard_chart
    sort_order 6
    status 1
    width 6
dashboard_customer
    sort_order 3
    status 1
    width 3
dashboard_map
    sort_order 5
    status 1
    width 6
dashboard_online
    sort_order 4
    status 1
    width 3
dashboard_order
    sort_order 1
    status 1
    width 3
dashboard_recent
    sort_order 8
    status 1
    width 8
dashboard_sale
    sort_order 2
    status 1
    width 3
developer
    sass 1
module_account
    status 1
module_category
    status 1
payment_cod
    geo_zone_id 0
    order_status_id 1
    sort_order 5
    status 1
    total 0.01
payment_free_checkout
    order_status_id 1
    sort_order 1
    status 1
report_customer
    sort_order 6
    status 1
report_customer_activity
    sort_order 1
    status 1
report_customer_order
    sort_order 2
    status 1
report_customer_reward
    sort_order 3
    status 1
report_customer_search
    sort_order 4
    status 1
report_customer_transaction
    sort_order 5
    status 1
report_marketing
    sort_order 15
    status 1
report_product_purchased
    sort_order 14
    status 1
report_product_viewed
    sort_order 13
    status 1
report_sale_coupon
    sort_order 12
    status 1
report_sale_order
    sort_order 11
    status 1
report_sale_return
    sort_order 10
    status 1
report_sale_shipping
    sort_order 9
    status 1
report_sale_tax
    sort_order 8
    status 1
shipping_flat
    cost 5.00
    geo_zone_id 0
    sort_order 1
    status 1
    tax_class_id 9
theme_basic
    status 1
total_coupon
    sort_order 4
    status 1
total_credit
    sort_order 7
    status 1
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
"""

ONLY_40 = r"""
config
    article_description_length 90
    comment
    image_blog_height 90
    image_blog_width 90
    image_category_height 80
    image_category_width 80
    image_location_height 50
    language en-gb
    robots abot\ncrawler\nspider
    voucher_max 1000
    voucher_min 1
report_customer_subscription
    sort_order 16
    status 1
total_voucher
    sort_order 8
    status 1
"""

ONLY_41 = r"""
config
    2fa_expire 90
    article_description_length 600
    autocomplete_limit 5
    icon catalog/opencart.ico
    image_article_height 380
    image_article_width 1140
    image_category_height 300
    image_category_width 300
    image_default_height 300
    image_default_width 300
    image_location_height 268
    image_topic_height 380
    image_topic_width 1140
    language_catalog en-gb
    password_length 6
    product_filters and
    product_search and
    product_search_admin and
    stock_status_id 7
    void_status_id 16
module_topic
    status 1
report_subscription
    sort_order 16
    status 1
"""

DESCRIPTION = """
config
    description {"1":{"meta_title":"Your Store","meta_description":"","meta_keyword":""}}
"""

META = """
config
    meta_description My Store
    meta_keyword
    meta_title Your Store
"""


def rows(layout: Layout) -> Rows:
    """Return the rows for the release of ``layout``."""
    line = ONLY_40 if layout.has("voucher") else ONLY_41
    texts = DESCRIPTION if layout.has("country_description") else META
    return {"setting": [*parse(COMMON), *parse(line), *parse(texts)]}
