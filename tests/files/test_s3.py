"""Files in S3, in an emulator that runs in this process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from migrator.files import FilesError, Roots, transfer, verify
from migrator.files.folders import Entry, Folder, open_folder
from tests.files.conftest import Shop


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint: str) -> Iterator[Any]:
    session = boto3.session.Session("key", "secret", region_name="us-east-1")
    bucket = session.resource("s3", endpoint_url=endpoint).create_bucket(Bucket="shop")
    yield bucket
    bucket.objects.delete()
    bucket.delete()


def url(endpoint: str, path: str = "shop/image") -> str:
    return f"s3://key:canary-secret@{path}?endpoint_url={endpoint}&region=us-east-1"


@pytest.fixture
def remote(endpoint: str, bucket: Any) -> Folder:
    return open_folder(url(endpoint), "TARGET_IMAGE_URL")


def test_files_arrive_in_the_bucket_with_content_type_and_time(shop: Shop, remote: Folder, bucket: Any) -> None:
    big = bytes(range(256)) * 40_000
    shop.put("image/catalog/Süß/Öl & mehr.JPG", big)
    os.utime(shop.put("image/catalog/a b.png", b"12345"), ns=(0, 1_500_000_000_123_456_789))
    report = transfer(shop.store, shop.source, Roots(remote))
    assert sorted(item.key for item in bucket.objects.all()) == [
        "image/catalog/Süß/Öl & mehr.JPG",
        "image/catalog/a b.png",
    ]
    picture = bucket.Object("image/catalog/Süß/Öl & mehr.JPG").get()
    assert picture["Body"].read() == big
    assert picture["ContentType"] == "image/jpeg"
    small = bucket.Object("image/catalog/a b.png").get()
    assert small["Metadata"]["mtime"] == "1500000000.123456789"
    assert report.transferred == 2


def test_equal_objects_are_skipped_and_different_ones_stay_without_force(
    shop: Shop, remote: Folder, bucket: Any
) -> None:
    shop.put("image/catalog/equal.jpg", b"equal")
    shop.put("image/catalog/other.jpg", b"mine!")
    bucket.put_object(Key="image/catalog/equal.jpg", Body=b"equal")
    bucket.put_object(Key="image/catalog/other.jpg", Body=b"yours")
    report = transfer(shop.store, shop.source, Roots(remote))
    assert (report.skipped, report.conflicts) == (1, 1)
    assert bucket.Object("image/catalog/other.jpg").get()["Body"].read() == b"yours"
    assert transfer(shop.store, shop.source, Roots(remote), force=True).transferred == 1
    assert bucket.Object("image/catalog/other.jpg").get()["Body"].read() == b"mine!"


def test_an_object_uploaded_in_parts_is_compared_by_its_content(shop: Shop, remote: Folder, bucket: Any) -> None:
    part = b"x" * (5 << 20)
    shop.put("image/catalog/big.jpg", part + b"end")
    upload = bucket.Object("image/catalog/big.jpg").initiate_multipart_upload()
    parts = [
        {"ETag": upload.Part(number).upload(Body=body)["ETag"], "PartNumber": number}
        for number, body in ((1, part), (2, b"end"))
    ]
    upload.complete(MultipartUpload={"Parts": parts})
    entry = remote.stat("catalog/big.jpg")
    assert isinstance(entry, Entry)
    assert entry.md5 == ""
    assert transfer(shop.store, shop.source, Roots(remote)).skipped == 1


def test_files_arrive_from_the_bucket_without_thumbnails(
    shop: Shop, remote: Folder, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("catalog/a.jpg", "catalog/sub/b c.jpg", "cache/catalog/a-1x1.jpg", "catalog/"):
        bucket.put_object(Key=f"image/{name}", Body=b"" if name.endswith("/") else b"12345")
    bucket.put_object(Key="images-of-others/catalog/x.jpg", Body=b"no")
    report = transfer(shop.store, Roots(remote), shop.target)
    assert shop.names() == ["image/catalog/a.jpg", "image/catalog/sub/b c.jpg"]
    assert report.transferred == 2


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({"mtime": "1500000000.123456789"}, 1_500_000_000_123_456_789),
        ({"mtime": "-1.5"}, -1_500_000_000),
        ({"mtime": "0"}, 0),
        ({"mtime": "yesterday"}, None),
        ({"mtime": "NaN"}, None),
        ({"mtime": "1e400000000"}, None),
        ({}, None),
    ],
)
def test_an_object_has_the_time_that_it_keeps_else_that_of_the_upload(
    remote: Folder, bucket: Any, metadata: dict[str, str], expected: int | None
) -> None:
    bucket.put_object(Key="image/catalog/a.jpg", Body=b"12345", Metadata=metadata)
    uploaded = int(bucket.Object("image/catalog/a.jpg").last_modified.timestamp()) * 1_000_000_000
    found = remote.stat("catalog/a.jpg")
    assert isinstance(found, Entry)
    assert found.mtime_ns == (uploaded if expected is None else expected)


def test_a_file_from_the_bucket_gets_the_time_that_its_object_keeps(shop: Shop, remote: Folder, bucket: Any) -> None:
    """A listing does not tell it."""
    bucket.put_object(Key="image/catalog/a.jpg", Body=b"12345", Metadata={"mtime": "1500000000.123456789"})
    transfer(shop.store, Roots(remote), shop.target)
    assert (shop.folder / "target/image/catalog/a.jpg").stat().st_mtime_ns == 1_500_000_000_123_456_789


def test_the_name_of_a_folder_is_no_object(remote: Folder, bucket: Any) -> None:
    bucket.put_object(Key="image/catalog/a.jpg", Body=b"12345")
    assert remote.stat("catalog") is None
    assert remote.stat("catalog/b.jpg") is None


def test_objects_are_verified(shop: Shop, remote: Folder, bucket: Any) -> None:
    bucket.put_object(Key="image/catalog/a.jpg", Body=b"no picture")
    shop.name_files(product=[{"product_id": 1, "image": "catalog/a.jpg"}, {"product_id": 2, "image": "catalog/b.jpg"}])
    report = verify(shop.store, Roots(remote))
    assert [issue.reason for issue in report.issues] == ["missing", "not_an_image"]


def test_a_missing_bucket_and_a_dead_endpoint_have_their_sentences(endpoint: str) -> None:
    with pytest.raises(FilesError, match="there is no bucket “none”"):
        open_folder(url(endpoint, "none"), "TARGET_IMAGE_URL")
    with pytest.raises(FilesError, match="no answer about the bucket “shop”") as error:
        open_folder(url("http://127.0.0.1:1"), "TARGET_IMAGE_URL")
    assert "canary-secret" not in str(error.value)


def test_the_secret_is_not_part_of_the_label(remote: Folder) -> None:
    assert remote.label == "s3://shop/image"
