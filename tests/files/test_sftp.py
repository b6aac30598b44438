"""Files over SFTP, from and to a server that runs in this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import paramiko
import pytest

from migrator.files import FilesError, Roots, transfer, verify
from migrator.files.folders import Entry, Folder, Refused, open_folder
from migrator.files.folders.sftp import fingerprint
from tests.files import sftp_server
from tests.files.conftest import Shop
from tests.files.sftp_server import Account


@pytest.fixture(scope="module")
def key() -> paramiko.PKey:
    return paramiko.ECDSAKey.generate()


@pytest.fixture
def server(key: paramiko.PKey) -> Iterator[Account]:
    with sftp_server.serving(key) as account:
        yield account


@pytest.fixture
def remote(server: Account, tmp_path: Path) -> Iterator[Folder]:
    """The folder ``remote`` as SFTP shows it, its host key pinned."""
    (tmp_path / "remote").mkdir()
    address = sftp_server.url(server, tmp_path / "remote", host_key=fingerprint(server.key))
    folder = open_folder(address, "TARGET_IMAGE_URL")
    yield folder
    folder.close()


def test_files_arrive_on_the_server_with_content_and_time(shop: Shop, remote: Folder) -> None:
    big = bytes(range(256)) * 3000
    file = shop.put("image/catalog/Süß/Öl & mehr.JPG", big)
    shop.put("image/catalog/empty.txt", b"")
    report = transfer(shop.store, shop.source, Roots(remote))
    arrived = shop.folder / "remote/catalog/Süß/Öl & mehr.JPG"
    assert arrived.read_bytes() == big
    assert int(arrived.stat().st_mtime) == int(file.stat().st_mtime)
    assert sorted(path.name for path in (shop.folder / "remote").rglob("*") if path.is_file()) == [
        "empty.txt",
        "Öl & mehr.JPG",
    ]
    assert report.transferred == 2
    again = transfer(shop.store, shop.source, Roots(remote))
    assert (again.transferred, again.skipped) == (0, 2)


def test_files_arrive_from_the_server(shop: Shop, remote: Folder) -> None:
    for number in range(25):
        file = shop.folder / f"remote/catalog/{number % 3}/{number}.jpg"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x" * number)
    report = transfer(shop.store, Roots(remote), shop.target)
    assert report.transferred == 25
    assert (shop.folder / "target/image/catalog/1/22.jpg").read_bytes() == b"x" * 22


def test_different_files_on_the_server_stay_without_force(shop: Shop, remote: Folder) -> None:
    shop.put("image/catalog/a.jpg", b"new")
    there = shop.folder / "remote/catalog/a.jpg"
    there.parent.mkdir()
    there.write_bytes(b"old")
    assert transfer(shop.store, shop.source, Roots(remote)).conflicts == 1
    assert there.read_bytes() == b"old"
    assert transfer(shop.store, shop.source, Roots(remote), force=True).transferred == 1
    assert there.read_bytes() == b"new"


def test_links_on_the_server_are_followed_inside_only(remote: Folder, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret.jpg").write_bytes(b"secret")
    catalog = tmp_path / "remote/catalog"
    (catalog / "real").mkdir(parents=True)
    (catalog / "real/a.jpg").write_bytes(b"a")
    (catalog / "inside.jpg").symlink_to("real/a.jpg")
    (catalog / "linked").symlink_to("real")
    (catalog / "out.jpg").symlink_to(tmp_path / "outside/secret.jpg")
    (catalog / "outdir").symlink_to(tmp_path / "outside")
    found = {item.path: type(item) for item in remote.walk("catalog")}
    assert found == {
        "catalog/inside.jpg": Entry,
        "catalog/linked/a.jpg": Entry,
        "catalog/out.jpg": Refused,
        "catalog/outdir": Refused,
        "catalog/real/a.jpg": Entry,
    }
    with pytest.raises(PermissionError), remote.open("catalog/outdir/secret.jpg"):
        pass
    with pytest.raises(PermissionError):
        remote.write("catalog/outdir/new.jpg", [b"x"], Entry("", 1, 0), replace=True)
    assert [file.name for file in (tmp_path / "outside").iterdir()] == ["secret.jpg"]


def test_a_connection_that_breaks_is_made_anew(
    shop: Shop, remote: Folder, server: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("migrator.files.copying.RETRY_SECONDS", 0)
    for number in range(6):
        shop.put(f"image/catalog/{number}.jpg", b"12345")
    server.cut_after = 3
    report = transfer(shop.store, shop.source, Roots(remote))
    assert (report.transferred + report.skipped, report.errors) == (6, 0)
    assert len(server.transports) == 2


def test_files_on_the_server_are_verified(shop: Shop, remote: Folder) -> None:
    shop.name_files(product=[{"product_id": 1, "image": "catalog/a.jpg"}, {"product_id": 2, "image": "catalog/b.jpg"}])
    (shop.folder / "remote/catalog").mkdir()
    (shop.folder / "remote/catalog/a.jpg").write_bytes(b"no picture")
    report = verify(shop.store, Roots(remote), ["products"])
    assert [(issue.file, issue.reason) for issue in report.issues] == [
        ("catalog/b.jpg", "missing"),
        ("catalog/a.jpg", "not_an_image"),
    ]


def test_a_server_with_an_unknown_key_is_refused(server: Account, tmp_path: Path) -> None:
    known_hosts = tmp_path / "known_hosts"
    known_hosts.touch()
    address = sftp_server.url(server, tmp_path, known_hosts=str(known_hosts))
    with pytest.raises(FilesError, match="which is not in the known_hosts file") as error:
        open_folder(address, "SOURCE_IMAGE_URL")
    assert fingerprint(server.key) in str(error.value)
    assert sftp_server.PASSWORD not in str(error.value)
    assert error.value.variable == "SOURCE_IMAGE_URL"


def test_a_server_with_another_key_than_pinned_or_known_is_refused(server: Account, tmp_path: Path) -> None:
    other = paramiko.ECDSAKey.generate()
    with pytest.raises(FilesError, match="shows the host key"):
        open_folder(sftp_server.url(server, tmp_path, host_key=fingerprint(other)), "SOURCE_IMAGE_URL")
    known_hosts = tmp_path / "known_hosts"
    known_hosts.write_text(f"[127.0.0.1]:{server.port} {other.get_name()} {other.get_base64()}\n")
    with pytest.raises(FilesError, match="somebody may be listening in"):
        open_folder(sftp_server.url(server, tmp_path, known_hosts=str(known_hosts)), "SOURCE_IMAGE_URL")


def test_a_server_whose_key_is_in_the_file_is_accepted(server: Account, tmp_path: Path) -> None:
    known_hosts = tmp_path / "known_hosts"
    known_hosts.write_text(f"[127.0.0.1]:{server.port} {server.key.get_name()} {server.key.get_base64()}\n")
    folder = open_folder(sftp_server.url(server, tmp_path, known_hosts=str(known_hosts)), "SOURCE_IMAGE_URL")
    assert isinstance(folder.stat("known_hosts"), Entry)
    assert folder.stat("nothing") is None
    assert sftp_server.PASSWORD not in folder.label
    folder.close()


def test_a_wrong_password_a_missing_folder_and_a_dead_port_have_their_sentences(
    server: Account, tmp_path: Path
) -> None:
    pin = fingerprint(server.key)
    with pytest.raises(FilesError, match="refuses the user “shop”"):
        open_folder(sftp_server.url(server, tmp_path, password="wrong", host_key=pin), "SOURCE_IMAGE_URL")
    with pytest.raises(FilesError, match="names a folder that is not on the server"):
        open_folder(sftp_server.url(server, tmp_path / "none", host_key=pin), "SOURCE_IMAGE_URL")
    with pytest.raises(FilesError, match=r"no answer from 127\.0\.0\.1:1"):
        open_folder(f"sftp://shop@127.0.0.1:1/?host_key={pin}", "SOURCE_IMAGE_URL")
