"""Measure the store API's common calls: requests a second, time a request and statements a request.

    TARGET_DATABASE_URL=mysql://user:pass@host/db python benchmarks/store_api.py [--seconds 3] [--callers 4]

The database must be empty: a demonstration store is built in it. Without the variable a SQLite file is used. The
calls go through the whole app in this process, without a network; --callers run side by side in threads.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "migrator.settings")
os.environ.setdefault("TARGET_DATABASE_URL", f"sqlite:///{tempfile.mkdtemp()}/store.sqlite3")
os.environ.setdefault("STORE_API_FAILURES_PER_MINUTE", "1000000")

import django

django.setup()

from django.conf import settings  # noqa: E402

from migrator.demo import build_store  # noqa: E402
from opencart_proxy.database import open_store  # noqa: E402
from tests.opencart_proxy.shop import ADDRESS, COD, FLAT, GUEST, KEY, MUG, PAPER, Shop, fill  # noqa: E402

settings.MIDDLEWARE = ["opencart_proxy.views.StoreApiMiddleware"]
ORDER = {
    **GUEST,
    "product": [{"product_id": MUG, "quantity": 1}, {"product_id": PAPER, "quantity": 2}],
    **{f"shipping_{name}": value for name, value in ADDRESS.items()},
    "shipping_method": FLAT,
    "payment_method": COD,
    "order_status_id": 1,
}


def _shop() -> Shop:
    shop = Shop(open_store())
    shop.log_in()
    shop.call("api/customer", GUEST)
    shop.call("api/cart/add", {"product": [{"product_id": MUG, "quantity": 2}, {"product_id": PAPER, "quantity": 1}]})
    shop.call("api/shipping/address", ADDRESS)
    return shop


CALLS: dict[str, Callable[[Shop], object]] = {
    "OpenCart 3: log in": lambda shop: shop.raw({"route": "api/login"}, {"username": "Shop", "key": KEY}),
    "OpenCart 3: read the cart": lambda shop: shop.call("api/cart/products"),
    "OpenCart 3: list shipping methods": lambda shop: shop.call("api/shipping/methods", {}),
    "4.0: read the cart": lambda shop: shop.call("api/sale/cart"),
    "4.1: cart": lambda shop: shop.signed("cart", ORDER),
    "4.1: confirm an order": lambda shop: shop.signed("confirm", ORDER),
    "list 20 products": lambda shop: shop.call("api/product"),
    "list 20 orders": lambda shop: shop.call("api/order"),
}


def measure(call: Callable[[Shop], object], shops: list[Shop], seconds: float) -> tuple[int, list[float]]:
    """Return how often ``call`` was made meanwhile, and how long each took."""
    end = time.perf_counter() + seconds

    def run(shop: Shop) -> list[float]:
        taken = []
        while time.perf_counter() < end:
            start = time.perf_counter()
            call(shop)
            taken.append(time.perf_counter() - start)
        return taken

    with ThreadPoolExecutor(len(shops)) as pool:
        found = [taken for part in pool.map(run, shops) for taken in part]
    return len(found), found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--callers", type=int, default=4)
    parser.add_argument("--release", default="4.0.2.3")
    options = parser.parse_args()
    build_store(settings.TARGET_DATABASE_URL, options.release)
    store = open_store()
    fill(store)
    Shop(store).sql("UPDATE oc_product SET quantity = 1000000")
    shops = [_shop() for _ in range(options.callers)]
    print(f"{store.dialect}, {store.release}, {options.callers} callers\n")
    print("| call | requests/s | median ms | 95 % ms | statements |\n| --- | --: | --: | --: | --: |")
    for name, call in CALLS.items():
        with shops[0].counted() as statements:
            call(shops[0])
        count, taken = measure(call, shops, options.seconds)
        late = statistics.quantiles(taken, n=20)[18]
        print(
            f"| {name} | {count / options.seconds:.0f} | {statistics.median(taken) * 1000:.1f}"
            f" | {late * 1000:.1f} | {len(statements)} |"
        )


if __name__ == "__main__":
    main()
