"""The database says which files the shop uses."""

from __future__ import annotations

from migrator.files.kinds import KINDS
from migrator.files.references import Reference, references
from tests.files.conftest import Shop


def found(shop: Shop, *kinds: str) -> set[tuple[str, str, str, int]]:
    return {(use.root, use.path, use.owner_key, use.owner_id) for use in references(shop.store, kinds or tuple(KINDS))}


def test_every_type_of_thing_names_its_files(shop: Shop) -> None:
    shop.name_files(
        product=[{"product_id": 1, "image": "catalog/p.jpg"}],
        product_image=[{"product_image_id": 5, "product_id": 1, "image": "catalog/p2.jpg"}],
        product_description=[
            {"product_id": 1, "language_id": 1, "description": "&lt;img src=&quot;/image/catalog/d.jpg&quot;&gt;"}
        ],
        category=[{"category_id": 2, "image": "catalog/c.jpg"}],
        manufacturer=[{"manufacturer_id": 3, "image": "catalog/m.jpg"}],
        option_value=[{"option_value_id": 4, "image": "catalog/o.jpg"}],
        banner_image=[{"banner_image_id": 1, "banner_id": 6, "image": "catalog/b.jpg"}],
        voucher_theme=[{"voucher_theme_id": 8, "image": "catalog/v.jpg"}],
        setting=[
            {"store_id": 0, "code": "config", "key": "config_logo", "value": "catalog/logo.png"},
            {"store_id": 1, "code": "theme_acme", "key": "theme_acme_bg", "value": '{"x":"catalog\\/bg.png"}'},
        ],
        module=[{"module_id": 77, "setting": '{"d":{"1":"&lt;img src=&quot;image\\/catalog\\/h.png&quot;&gt;"}}'}],
        download=[{"download_id": 9, "filename": "book.pdf.a1b2"}],
        upload=[{"upload_id": 10, "filename": "photo.jpg.c3d4"}],
    )
    assert found(shop) == {
        ("image", "catalog/p.jpg", "product_id", 1),
        ("image", "catalog/p2.jpg", "product_id", 1),
        ("image", "catalog/d.jpg", "product_id", 1),
        ("image", "catalog/c.jpg", "category_id", 2),
        ("image", "catalog/m.jpg", "manufacturer_id", 3),
        ("image", "catalog/o.jpg", "option_value_id", 4),
        ("image", "catalog/b.jpg", "banner_id", 6),
        ("image", "catalog/v.jpg", "voucher_theme_id", 8),
        ("image", "catalog/logo.png", "store_id", 0),
        ("image", "catalog/bg.png", "store_id", 1),
        ("image", "catalog/h.png", "module_id", 77),
        ("storage", "download/book.pdf.a1b2", "download_id", 9),
        ("storage", "upload/photo.jpg.c3d4", "upload_id", 10),
    }
    assert {use[1] for use in found(shop, "categories")} == {"catalog/c.jpg"}


def test_names_that_lead_out_of_the_folder_are_problems(shop: Shop) -> None:
    shop.name_files(
        product=[{"product_id": 1, "image": "catalog/../../config.php"}],
        download=[{"download_id": 9, "filename": "../../../etc/passwd"}],
    )
    assert list(references(shop.store, ("products", "downloads"))) == [
        Reference(
            "image", "catalog/../../config.php", "products", "product_id", 1, problem="the path leads out of the folder"
        ),
        Reference(
            "storage", "../../../etc/passwd", "downloads", "download_id", 9, problem="the path leads out of the folder"
        ),
    ]


def test_a_thumbnail_in_a_description_is_a_problem(shop: Shop) -> None:
    shop.name_files(
        product_description=[
            {"product_id": 1, "language_id": 1, "description": '<img src="image/cache/catalog/a-100x100.jpg">'}
        ]
    )
    (use,) = references(shop.store, ("products",))
    assert use.problem == "a thumbnail of image/cache, which is not copied; name the original picture instead"
