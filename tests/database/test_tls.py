"""With ``ssl_ca`` a connection is encrypted, by a server whose certificate the authority signed, or refused."""

from __future__ import annotations

import datetime
import ipaddress
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import text

from migrator.stores import Store, StoreError, StoreUnreachableError, StoreUrlError
from tests.mariadb import Server, running
from tests.stores import mariadb_store


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def certificate(
    file: Path, subject: str, signer: tuple[str, ec.EllipticCurvePrivateKey] | None, address: str = ""
) -> ec.EllipticCurvePrivateKey:
    """Write a certificate, and its key beside it; without a signer it is an authority. Return the key."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer, signing = signer or (subject, key)
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=signer is None, path_length=None), critical=True)
    )
    if address:
        named = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
        builder = builder.add_extension(named, critical=False)
    file.write_bytes(builder.sign(signing, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    file.with_suffix(".key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        )
    )
    return key


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an authority, another one, and a certificate for 127.0.0.1 that the first has signed."""
    folder = tmp_path_factory.mktemp("certificates")
    authority = certificate(folder / "authority.pem", "Authority", None)
    certificate(folder / "stranger.pem", "Stranger", None)
    certificate(folder / "server.pem", "Server", ("Authority", authority), "127.0.0.1")
    return folder


@pytest.fixture(scope="module")
def encrypting(folder: Path) -> Iterator[str]:
    """The URL of a store on a server that offers encryption."""
    with running(options=[f"--ssl-cert={folder / 'server.pem'}", f"--ssl-key={folder / 'server.key'}"]) as server:
        yield mariadb_store(server, "3.0.3.9", "tls_source")


def test_a_connection_is_encrypted(folder: Path, encrypting: str) -> None:
    store = Store.open(f"{encrypting}?ssl_ca={folder / 'authority.pem'}", "source")

    with store.connect() as connection:
        _, cipher = connection.execute(text("SHOW STATUS LIKE 'Ssl_cipher'")).one()
    assert cipher.startswith("TLS_")


def test_a_server_that_another_authority_signed_is_refused(folder: Path, encrypting: str) -> None:
    with pytest.raises(StoreUnreachableError, match="no encrypted connection to") as caught:
        Store.open(f"{encrypting}?ssl_ca={folder / 'stranger.pem'}", "source")

    assert str(caught.value).startswith("SOURCE_DATABASE_URL (mysql://root@127.0.0.1")


def test_a_server_without_encryption_is_refused(folder: Path, mariadb_server: Server) -> None:
    url = mariadb_store(mariadb_server, "4.1.0.4", "tls_target")

    with pytest.raises(StoreUnreachableError, match="check that the server offers TLS"):
        Store.open(f"{url}?ssl_ca={folder / 'authority.pem'}", "target")


@pytest.mark.parametrize("file", ["/nonexist/ca.pem", "/"])
def test_a_file_that_cannot_be_read_is_refused_by_name(file: str) -> None:
    with pytest.raises(StoreUrlError) as caught:
        Store.open(f"mysql://root@127.0.0.1:1/shop?ssl_ca={file}", "target")

    assert str(caught.value).startswith("TARGET_DATABASE_URL names in ssl_ca a file that does not exist")
    assert file in str(caught.value)


def test_a_file_without_a_certificate_is_refused(tmp_path: Path, encrypting: str) -> None:
    (tmp_path / "empty.pem").write_text("no certificate\n")

    with pytest.raises(StoreError, match="no encrypted connection"):
        Store.open(f"{encrypting}?ssl_ca={tmp_path / 'empty.pem'}", "source")
