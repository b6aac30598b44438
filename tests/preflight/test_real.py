"""Freshly installed stores of OpenCart itself, where their dumps are beside the project."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.mariadb import Server
from tests.preflight.pair import Pair, found

STORES = Path(__file__).resolve().parents[3] / "shared" / "stores"

pytestmark = pytest.mark.skipif(not STORES.is_dir(), reason="the dumps of real stores are not here")


def loaded(server: Server, release: str, name: str) -> str:
    url = server.create(name)
    server.load(name, gzip.decompress((STORES / f"opencart-{release}-fresh.sql.gz").read_bytes()).decode())
    return url


@pytest.mark.parametrize(("source", "target"), [("3.0.3.9", "4.0.2.3"), ("3.0.5.1", "4.1.0.4")])
def test_sample_shop_can_start_and_its_two_dangling_references_are_found(
    mariadb_server: Server, source: str, target: str
) -> None:
    pair = Pair(loaded(mariadb_server, source, "pref_real_source"), loaded(mariadb_server, target, "pref_real_target"))
    preflight = pair.run()
    assert [one.message for one in preflight.of("blocking")] == []
    assert [(one.table, one.count, dict(one.rows[0])) for one in found(preflight, "orphans")] == [
        ("zone_to_geo_zone", 1, {"zone_to_geo_zone_id": 109, "zone_id": 3972}),
        ("product", 1, {"product_id": 45, "tax_class_id": 100}),
    ]
    assert found(preflight, "unmapped_tables") == found(preflight, "unmapped_columns") == []
