"""A verification finds what is missing or broken, and who uses it."""

from __future__ import annotations

import io

from PIL import Image

from migrator.files import transfer, verify
from tests.files.conftest import Shop


def jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((64, 64), 50).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()


def test_the_demonstration_shop_is_whole_after_the_transfer_but_for_its_missing_picture(demo_shop: Shop) -> None:
    transfer(demo_shop.store, demo_shop.source, demo_shop.target)
    report = verify(demo_shop.store, demo_shop.target, origin=demo_shop.source)
    assert [(issue.file, issue.message) for issue in report.issues if issue.severity == "error"] == [
        ("catalog/demo/missing.jpg", "File not found in OpenCart 3 either")
    ]
    assert (report.missing, report.corrupted, report.orphans) == (1, 0, 0)
    assert report.total == report.valid + 1


def test_the_answer_has_the_shape_of_the_api(shop: Shop) -> None:
    shop.put("image/catalog/whole.jpg", jpeg(), side="target")
    shop.put("image/catalog/half.jpg", jpeg()[:300], side="target")
    shop.name_files(
        product=[
            {"product_id": 1, "image": "catalog/whole.jpg"},
            {"product_id": 2, "image": "catalog/half.jpg"},
            {"product_id": 123, "image": "catalog/gone.jpg"},
        ],
        category=[{"category_id": 4, "image": "catalog/gone.jpg"}],
    )
    answer = verify(shop.store, shop.target).as_dict()
    assert {key: answer[key] for key in ("total", "valid", "missing", "corrupted")} == {
        "total": 3,
        "valid": 1,
        "missing": 1,
        "corrupted": 1,
    }
    assert answer["issues"][0] == {
        "file": "catalog/gone.jpg",
        "issue": "File not found",
        "category_id": 4,
        "type": "categories",
        "folder": "image",
        "reason": "missing",
        "severity": "error",
        "used_by": [{"type": "categories", "category_id": 4}, {"type": "products", "product_id": 123}],
    }
    assert answer["issues"][1]["product_id"] == 2
    assert answer["issues"][1]["reason"] == "truncated"
    assert answer["types"] == {
        "products": {"corrupted": 1, "missing": 1, "valid": 1},
        "categories": {"missing": 1},
    }


def test_a_file_that_only_the_target_lacks_says_so(shop: Shop) -> None:
    shop.put("image/catalog/a.jpg", jpeg())
    shop.name_files(product=[{"product_id": 1, "image": "catalog/a.jpg"}])
    (issue,) = verify(shop.store, shop.target, origin=shop.source).issues
    assert issue.message == "File not found in OpenCart 4, but in OpenCart 3"


def test_files_that_nothing_uses_are_counted(shop: Shop) -> None:
    shop.put("image/catalog/used.jpg", jpeg(), side="target")
    shop.put("image/catalog/orphan.jpg", b"12345", side="target")
    shop.put("storage/upload/orphan.txt", b"123", side="target")
    shop.name_files(product=[{"product_id": 1, "image": "catalog/used.jpg"}])
    report = verify(shop.store, shop.target)
    assert (report.orphans, report.orphan_bytes) == (2, 8)
    assert report.orphan_examples == ("catalog/orphan.jpg", "upload/orphan.txt")
    assert report.ok
    assert verify(shop.store, shop.target, ["products"]).orphans is None


def test_downloads_have_to_be_there_with_content_whatever_they_are(shop: Shop) -> None:
    shop.put("storage/download/book.jpg.tok", b"no picture", side="target")
    shop.put("storage/download/empty.pdf.tok", b"", side="target")
    shop.name_files(
        download=[
            {"download_id": 1, "filename": "book.jpg.tok"},
            {"download_id": 2, "filename": "empty.pdf.tok"},
            {"download_id": 3, "filename": "gone.pdf.tok"},
        ]
    )
    report = verify(shop.store, shop.target, ["downloads"])
    assert [(issue.uses[0].owner_id, issue.reason) for issue in report.issues] == [(3, "missing"), (2, "empty")]


def test_a_program_among_the_images_is_reported(shop: Shop) -> None:
    shop.put("image/catalog/shell.php", side="target")
    report = verify(shop.store, shop.target)
    assert [(issue.file, issue.reason) for issue in report.issues] == [("catalog/shell.php", "refused")]


def test_a_picture_with_a_wrong_extension_is_valid_with_a_warning(shop: Shop) -> None:
    shop.put("image/catalog/a.png", jpeg(), side="target")
    shop.name_files(product=[{"product_id": 1, "image": "catalog/a.png"}])
    report = verify(shop.store, shop.target, ["products"])
    assert (report.valid, report.corrupted, report.warnings) == (1, 0, 1)
    assert report.ok


def test_no_more_than_a_thousand_issues_are_kept_but_all_are_counted_and_handed_on(shop: Shop) -> None:
    shop.name_files(
        product_image=[
            {"product_image_id": number, "product_id": 1, "image": f"catalog/{number}.jpg"} for number in range(1, 1003)
        ]
    )
    handed: list[str] = []
    report = verify(shop.store, shop.target, ["products"], on_issue=lambda issue: handed.append(issue.file))
    assert (len(report.issues), report.issue_count, report.missing, len(set(handed))) == (1000, 1002, 1002, 1002)
