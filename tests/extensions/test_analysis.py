"""What becomes of the demonstration shop's extensions, on SQLite and on MariaDB."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from migrator.extensions import Analysis, Extension, analyze, program_folder
from migrator.extensions.knowledge import core_extension, kinds, table_owner
from migrator.files.folders import LocalFolder
from migrator.stores import Store
from steps.convert.shipped import SHIPPED
from tests.stores import mariadb_store, sqlite_store

Judged = dict[tuple[str, str], Extension]


def judged(analysis: Analysis) -> Judged:
    return {(item.found.kind, item.found.code): item for item in analysis.extensions}


@pytest.fixture(scope="module", params=["sqlite", "mariadb"])
def urls(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    if request.param == "sqlite":
        folder = tmp_path_factory.mktemp("stores")
        return sqlite_store(folder, "3.0.3.9"), sqlite_store(folder, "4.0.2.3")
    server = request.getfixturevalue("mariadb_server")
    return mariadb_store(server, "3.0.3.9", "extensions_3"), mariadb_store(server, "4.0.2.3", "extensions_4")


@pytest.fixture(scope="module")
def found(urls: tuple[str, str]) -> Judged:
    """The analysis against OpenCart 4.0.2.3."""
    return judged(analyze(Store.open(urls[0], "source"), Store.open(urls[1], "target")))


def test_every_judgement_is_the_one_that_the_data_map_gives(found: Judged) -> None:
    words = {f"{kind}/{code}": item.compatibility for (kind, code), item in found.items()}
    expected = {
        "payment/cod": "compatible",
        "payment/acme": "missing",
        "payment/pp_express": "not_needed",
        "shipping/weight": "compatible",
        "shipping/ups": "missing",
        "total/sub_total": "compatible",
        "total/klarna_fee": "missing",
        "total/voucher": "compatible",
        "module/featured": "compatible",
        "module/slideshow": "replaced",
        "module/carousel": "replaced",
        "module/acme_slider": "missing",
        "theme/default": "replaced",
        "theme/acme": "missing",
        "captcha/basic": "compatible",
        "captcha/google": "not_needed",
        "feed/google_sitemap": "missing",
        "analytics/google": "missing",
        "dashboard/sale": "compatible",
        "modification/acme_slider": "missing",
        "modification/acme_pay": "not_needed",
        "event/acme_feed": "missing",
        "package/acme-pay-2.1.ocmod.zip": "missing",
        "template/common/footer": "missing",
        "table/acme_feed_log": "missing",
        "table/product.acme_supplier": "missing",
        "table/fraud_ip": "compatible",
    }
    assert {key: words.get(key) for key in expected} == expected


def test_opencart_s_own_events_settings_and_tables_are_no_extensions(found: Judged) -> None:
    assert [code for kind, code in found if kind == "event"] == ["acme_feed"]
    assert [code for kind, code in found if kind == "table"] == ["acme_feed_log", "fraud_ip", "product.acme_supplier"]
    assert [code for kind, code in found if kind == "other"] == []


def test_past_orders_are_counted_with_the_day_of_the_last(found: Judged) -> None:
    paypal = found["payment", "pp_express"]
    assert (paypal.found.orders, paypal.found.last_order, paypal.found.installed) == (1, "2024-03-10 09:30:00", False)
    assert paypal.consequence == (
        "The payment method PayPal Express Checkout is not installed any more, so nothing is lost."
        " 1 past order used it, the last on 2024-03-10."
    )
    assert found["total", "klarna_fee"].found.orders == 1


def test_consequence_and_action_are_sentences(found: Judged) -> None:
    ups = found["shipping", "ups"]
    assert (
        ups.consequence
        == "The shipping method UPS is missing in OpenCart 4: customers cannot choose it; past orders keep its name."
    )
    assert ups.action.startswith("Install the carrier's extension for OpenCart 4")
    slider = found["module", "acme_slider"]
    assert (slider.found.layouts, slider.found.package) == (1, "acme-slider.ocmod.zip")
    assert found["module", "slideshow"].replaced_by == "banner"
    assert found["module", "slideshow"].target_row
    assert (
        "Store 1, theme default, changed on 2020-01-02 00:00:00." in found["template", "product/product"].found.details
    )
    assert "Table with" in found["table", "acme_feed_log"].found.details[0]


def test_the_answer_has_the_shape_of_the_api_and_its_counts_add_up(urls: tuple[str, str]) -> None:
    answer: dict[str, Any] = analyze(Store.open(urls[0], "source"), Store.open(urls[1], "target")).as_dict()
    words = ("compatible", "replaced", "missing", "not_needed")
    assert answer["total_extensions"] == sum(answer[word] for word in words) == len(answer["extensions"])
    assert answer["categories"]["shipping"] == {
        "label": "Shipping methods",
        "total": 6,
        "compatible": 5,
        "replaced": 0,
        "missing": 1,
        "not_needed": 0,
    }
    (cod,) = [item for item in answer["extensions"] if (item["type"], item["code"]) == ("payment", "cod")]
    assert {key: cod[key] for key in ("code", "type", "oc3_installed", "oc4_available", "compatibility")} == {
        "code": "cod",
        "type": "payment",
        "oc3_installed": True,
        "oc4_available": True,
        "compatibility": "compatible",
    }


def test_gift_certificates_are_missing_in_4_1(tmp_path: Path) -> None:
    source = Store.open(sqlite_store(tmp_path, "3.0.3.9"), "source")
    target = Store.open(sqlite_store(tmp_path, "4.1.0.4"), "target")
    for analysis in (analyze(source, target), analyze(source)):
        voucher = judged(analysis)["total", "voucher"]
        assert voucher.compatibility == "missing"
        assert voucher.action.startswith("OpenCart 4.1 has no gift certificates")


def program(folder: Path, *files: str) -> Path:
    for name in ("index.php", *files):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    (folder / "image").mkdir()
    return folder


def test_the_files_of_opencart_4_decide_what_is_there(tmp_path: Path) -> None:
    source = Store.open(sqlite_store(tmp_path, "3.0.3.9"), "source")
    folder = program(
        tmp_path / "shop",
        "extension/opencart/catalog/controller/payment/cod.php",
        "extension/acme/catalog/controller/payment/acme.php",
        "extension/opencart/admin/controller/module/banner.php",
    )
    found = judged(analyze(source, program=LocalFolder(folder)))
    assert found["payment", "acme"].compatibility == "compatible"
    assert found["payment", "cod"].target_files is True
    cheque = found["payment", "cheque"]
    assert (cheque.compatibility, cheque.target_files) == ("missing", False)
    assert (
        cheque.consequence
        == "The payment method cheque belongs to OpenCart 4, but its files are not in the installation."
    )
    assert found["module", "carousel"].target_files is True


def test_the_program_is_found_beside_its_images_or_not_at_all(tmp_path: Path) -> None:
    folder = program(tmp_path / "shop")
    found = program_folder(f"{folder}/image/")
    assert found is not None
    assert found.label == str(folder)
    (folder / "index.php").unlink()
    assert program_folder(str(folder / "image")) is None
    assert program_folder("") is None
    assert program_folder("s3://bucket/image") is None


def test_what_opencart_4_ships_is_known_from_one_place_only() -> None:
    for kind, codes in SHIPPED.items():
        assert kind in kinds()
        for code in codes - {"voucher"}:
            assert core_extension(kind, code) is None


def test_tables_of_core_extensions_have_their_owner() -> None:
    assert table_owner("paypal_checkout_integration_order") == "payment/paypal"
    assert table_owner("paypal_order") == "payment/pp_express"
    assert table_owner("my_own_table") == ""


def test_the_command_prints_a_list_and_json(tmp_path: Path, settings: Settings) -> None:
    settings.SOURCE_DATABASE_URL = sqlite_store(tmp_path, "3.0.3.9")
    settings.TARGET_DATABASE_URL = sqlite_store(tmp_path, "4.0.2.3")
    output = io.StringIO()
    call_command("analyze_extensions", stdout=output)
    assert "Payment methods: 7, of them 4 compatible, 0 replaced, 1 missing, 2 not needed" in output.getvalue()
    assert "not_needed:" not in output.getvalue()
    output = io.StringIO()
    call_command("analyze_extensions", "--json", stdout=output)
    assert json.loads(output.getvalue())["analysis"]["categories"]["payment"]["missing"] == 1
    settings.SOURCE_DATABASE_URL = ""
    with pytest.raises(CommandError, match="SOURCE_DATABASE_URL is not set"):
        call_command("analyze_extensions")
