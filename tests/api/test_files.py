"""Images over the API (seed 000, “Image Transfer API”)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from migrator.demo import build_files
from tests.api.conftest import Api
from tests.shop import Shop


@pytest.fixture
def files(shop: Shop, tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """The demo shop's files, and an empty OpenCart 4; yields its image folder."""
    build_files(tmp_path / "oc3")
    for side in ("oc3", "oc4"):
        for folder in ("image", "storage"):
            (tmp_path / side / folder).mkdir(parents=True, exist_ok=True)
    settings.SOURCE_IMAGE_URL = f"file://{tmp_path}/oc3/image"
    settings.SOURCE_STORAGE_URL = f"file://{tmp_path}/oc3/storage"
    settings.TARGET_IMAGE_URL = f"file://{tmp_path}/oc4/image"
    settings.TARGET_STORAGE_URL = f"file://{tmp_path}/oc4/storage"
    yield tmp_path / "oc4" / "image"


def transfer(api: Api, **body: object) -> dict[str, object]:
    status, answer = api.post("/api/images/transfer", body)
    assert status == 200, answer
    return dict(answer["transfer"])


def test_transfer_brings_the_files_of_a_type(files: Path, api: Api) -> None:
    found = transfer(api, type="manufacturers", force=False, validate=True)
    written = [path for path in files.rglob("*") if path.is_file()]
    assert found["total_files"] == found["transferred"] == len(written) > 0
    assert (found["skipped"], found["failed"]) == (0, 0)
    assert str(found["total_size"]).split()[1] in {"B", "KB"}


def test_equal_files_are_skipped(files: Path, api: Api) -> None:
    first = transfer(api, type="manufacturers")
    again = transfer(api, type="manufacturers")
    assert (again["transferred"], again["skipped"]) == (0, first["transferred"])


def test_other_files_are_overwritten_by_force_only(files: Path, api: Api) -> None:
    transfer(api, type="manufacturers")
    victim = next(path for path in sorted(files.rglob("*")) if path.is_file())
    victim.write_bytes(b"another picture")
    assert transfer(api, type="manufacturers")["failed"] == 1
    assert victim.read_bytes() == b"another picture"
    assert transfer(api, type="manufacturers", force=True)["transferred"] == 1
    assert victim.read_bytes() != b"another picture"


def test_the_verification_names_the_file_and_whose_it_is(files: Path, api: Api, shop: Shop) -> None:
    transfer(api)
    number, image = shop.source.rows("SELECT manufacturer_id, image FROM oc_manufacturer WHERE image <> ''")[0]
    (files / image).unlink()
    status, body = api.post("/api/images/verify", {"type": "manufacturers"})
    found = body["verification"]
    assert status == 200
    assert (found["missing"], found["corrupted"]) == (1, 0)
    assert found["total"] == found["valid"] + 1
    [issue] = found["issues"]
    assert issue["file"] == image
    assert issue["manufacturer_id"] == number
    assert issue["issue"].startswith("File not found")


def test_a_validation_warns_of_missing_images(files: Path, api: Api, shop: Shop) -> None:
    shop.migrate(["default_data", "manufacturers"])
    api.post("/api/images/verify", {"type": "manufacturers"})
    images = shop.source.value("SELECT COUNT(DISTINCT image) FROM oc_manufacturer WHERE image <> ''")
    _, body = api.post("/api/validate/manufacturers")
    assert body["validation"]["passed"] is True
    assert body["validation"]["warnings"] == [
        {"type": "missing_images", "message": f"{images} images of manufacturers missing", "severity": "medium"}
    ]
    checks = api.get("/api/validate/manufacturers/report")[1]["report"]["checks"]
    assert {
        "name": "Image Validation",
        "status": "warning",
        "details": f"{images} images missing, 0 corrupted",
    } in checks


@pytest.mark.parametrize("path", ["/api/images/transfer", "/api/images/verify"])
def test_an_unknown_type(files: Path, api: Api, path: str) -> None:
    status, body = api.post(path, {"type": "nonsense"})
    assert (status, body["error"]["code"]) == (400, "VALIDATION_ERROR")
    assert "type" in body["error"]["context"]


def test_folders_that_are_not_configured(shop: Shop, api: Api, settings: Settings) -> None:
    settings.SOURCE_IMAGE_URL = settings.TARGET_IMAGE_URL = ""
    status, body = api.post("/api/images/transfer", {"type": "products"})
    assert (status, body["error"]["code"]) == (400, "VALIDATION_ERROR")
    assert "SOURCE_IMAGE_URL" in body["error"]["message"]
