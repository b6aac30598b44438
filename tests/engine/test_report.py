"""The migration report: what stayed behind with its data, and where old paths lead."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from migrator.demo.opencart3.settings import SECRETS
from tests.shop import Shop

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def report(shop: Shop) -> Path:
    found = shop.migrate().report
    assert found is not None
    return found


def omitted(report: Path) -> list[dict[str, Any]]:
    with gzip.open(report / "not-migrated.jsonl.gz", "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def test_tables_and_columns_without_a_home_are_listed_with_their_rows(shop: Shop, report: Path) -> None:
    document = json.loads((report / "report.json").read_text())
    listed = {(o["table"], o["column"]): o["rows"] for o in document["omissions"]}

    assert listed["voucher", ""] == shop.source.value("SELECT COUNT(*) FROM oc_voucher")
    assert listed["acme_feed_log", ""] == shop.source.value("SELECT COUNT(*) FROM oc_acme_feed_log")
    assert listed["product", "acme_supplier"] == shop.source.value(
        "SELECT COUNT(*) FROM oc_product WHERE COALESCE(acme_supplier, '') NOT IN ('', '0')"
    )
    assert listed["customer", "fax"] == shop.source.value("SELECT COUNT(*) FROM oc_customer WHERE fax <> ''")


def test_their_data_is_in_the_file_beside_it(shop: Shop, report: Path) -> None:
    rows = omitted(report)

    vouchers = sorted(row["row"]["code"] for row in rows if row["table"] == "voucher")
    assert vouchers == sorted(code for (code,) in shop.source.rows("SELECT code FROM oc_voucher"))
    assert any(row["row"].get("acme_supplier") for row in rows if row["table"] == "product")


def test_transient_tables_are_counted_and_not_exported(shop: Shop, report: Path) -> None:
    document = json.loads((report / "report.json").read_text())

    assert next(o for o in document["omissions"] if o["table"] == "session")["transient"]
    assert not [row for row in omitted(report) if row["table"] in ("session", "customer_online", "customer_login")]


def test_no_secret_is_in_any_file(report: Path) -> None:
    texts = [path.read_text() for path in report.rglob("*") if path.suffix in (".json", ".html", ".csv", ".conf")]
    texts.append(json.dumps(omitted(report), ensure_ascii=False))

    for secret in SECRETS:
        assert not any(secret in text for text in texts)


def test_only_the_owner_may_read_the_data(report: Path) -> None:
    assert (report / "not-migrated.jsonl.gz").stat().st_mode & 0o077 == 0


def test_old_paths_lead_to_new_ones_for_nginx_apache_and_people(report: Path) -> None:
    with (report / "redirects" / "redirects.csv").open(newline="") as stream:
        redirects = {(row["store_id"], row["old"]): row["new"] for row in csv.DictReader(stream)}
    nginx = (report / "redirects" / "store-0.nginx.conf").read_text()
    apache = (report / "redirects" / "store-0.apache.conf").read_text()

    new = redirects["0", "/iphone"]
    assert new.startswith("/en-gb/product")
    assert new.endswith("/iphone")
    assert f'"/iphone" "{new}";' in nginx
    assert f'RewriteRule "^/?iphone/?$" "{new}"' in apache


def test_the_page_says_in_words_whether_everything_arrived(report: Path) -> None:
    page = (report / "report.html").read_text()

    assert "Every cell arrived: the migration is verified." in page
    assert "Gift certificate GIFT-1" in page
