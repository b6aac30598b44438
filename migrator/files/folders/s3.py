"""A folder in an S3 bucket, at Amazon or any service that speaks S3."""

from __future__ import annotations

import mimetypes
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

import botocore.exceptions
import s3fs

from migrator.files.errors import ConflictError, FilesError
from migrator.files.folders.base import Entry, Folder, Readable, Refused
from migrator.files.folders.url import FolderUrl
from migrator.files.paths import is_cache

__all__ = ["S3Folder"]

IN_MEMORY_BYTES = 8 << 20
READ_BLOCK_BYTES = 4 << 20
NANOSECONDS = 1_000_000_000
LATEST_SECONDS = 1 << 33
MTIME = "mtime"
FAILURES = (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError)
T = TypeVar("T")


class S3Folder(Folder):
    """Objects below a prefix of a bucket.

    Credentials come from the URL (``s3://key:secret@bucket``), else from the usual AWS environment variables, files
    and roles. An object appears when its upload is complete. The time of an object cannot be set, so a file's time is
    kept in the metadata as ``mtime`` in seconds, as rclone does. A listing does not tell the metadata: the entries of
    ``walk`` have the time of the upload.
    """

    workers = 16

    def __init__(self, url: FolderUrl) -> None:
        self.label = str(url)
        self.root = url.path
        self._fs: Any = s3fs.S3FileSystem(
            key=url.user or None,
            secret=url.password or None,
            endpoint_url=url.options.get("endpoint_url"),
            profile=url.options.get("profile"),
            client_kwargs={"region_name": url.options["region"]} if "region" in url.options else {},
            # The file system tries again by itself; both layers together would take minutes over a dead endpoint.
            config_kwargs={"retries": {"total_max_attempts": 1}},
            # A listing kept for a hundred thousand files would be most of the memory.
            use_listings_cache=False,
            skip_instance_cache=True,
            default_cache_type="none",
        )
        try:
            self._fs.call_s3("head_bucket", Bucket=url.path.split("/", 1)[0])
        except FileNotFoundError:
            raise FilesError(f"{url.variable}: there is no bucket “{url.host}”", variable=url.variable) from None
        except PermissionError:
            raise FilesError(
                f"{url.variable}: the bucket “{url.host}” refuses these credentials; check key, secret and rights",
                variable=url.variable,
            ) from None
        except (OSError, *FAILURES):
            raise FilesError(
                f"{url.variable}: no answer about the bucket “{url.host}”; check endpoint_url, region and credentials",
                variable=url.variable,
            ) from None

    def walk(self, under: str = "") -> Iterator[Entry | Refused]:
        bucket, _, prefix = f"{self.root}/{under}".rstrip("/").partition("/")
        listing: dict[str, Any] = {"Bucket": bucket, "Prefix": f"{prefix}/" if prefix else ""}
        skip = len(f"{self.root}/") - len(f"{bucket}/")
        while True:
            try:
                page = _storage(lambda: self._fs.call_s3("list_objects_v2", **listing))
            except OSError as error:
                yield Refused(under, f"the folder cannot be read: {error.strerror or error}", unreadable=True)
                return
            for item in page.get("Contents", ()):
                path = item["Key"][skip:]
                if path.endswith("/") or is_cache(path):
                    continue
                if ".." in path.split("/") or "//" in path:
                    yield Refused(path, "the object's name is no relative path")
                else:
                    yield Entry(path, item["Size"], _nanoseconds(item["LastModified"]), _md5(item["ETag"]))
            if not page.get("IsTruncated"):
                return
            listing["ContinuationToken"] = page["NextContinuationToken"]

    def stat(self, path: str) -> Entry | Refused | None:
        bucket, _, key = f"{self.root}/{path}".partition("/")
        try:
            found = _storage(lambda: self._fs.call_s3("head_object", Bucket=bucket, Key=key))
        except FileNotFoundError:
            return None
        except OSError as error:
            return Refused(path, f"the object cannot be read: {error.strerror or error}", unreadable=True)
        kept = _kept_time(found.get("Metadata", {}).get(MTIME, ""))
        mtime_ns = _nanoseconds(found["LastModified"]) if kept is None else kept
        return Entry(path, found["ContentLength"], mtime_ns, _md5(found["ETag"]))

    def with_kept_time(self, entry: Entry) -> Entry:
        found = self.stat(entry.path)
        return entry._replace(mtime_ns=found.mtime_ns) if isinstance(found, Entry) else entry

    @contextmanager
    def open(self, path: str) -> Iterator[Readable]:
        try:
            with self._fs.open(f"{self.root}/{path}", "rb", block_size=READ_BLOCK_BYTES) as file:
                yield file
        except FAILURES as error:
            raise OSError(str(error)) from error

    def write(self, path: str, chunks: Iterable[bytes], entry: Entry, *, replace: bool) -> None:
        key = f"{self.root}/{path}"
        options = {
            "ContentType": mimetypes.guess_type(path)[0] or "application/octet-stream",
            "Metadata": {MTIME: f"{Decimal(entry.mtime_ns).scaleb(-9):f}"},
        }
        if not replace and self.stat(path) is not None:
            raise ConflictError
        if entry.size <= IN_MEMORY_BYTES:
            content = b"".join(chunks)
            _storage(lambda: self._fs.pipe_file(key, content, **options))
            return
        with tempfile.NamedTemporaryFile() as buffer:
            for chunk in chunks:
                buffer.write(chunk)
            buffer.flush()
            _storage(lambda: self._fs.put_file(buffer.name, key, **options))


def _storage(call: Callable[[], T]) -> T:
    """Return what ``call`` gives, with the library's own errors as ``OSError``."""
    try:
        return call()
    except FAILURES as error:
        raise OSError(str(error)) from error


def _nanoseconds(moment: datetime) -> int:
    return int(moment.timestamp() * NANOSECONDS)


def _kept_time(seconds: str) -> int | None:
    """Return nanoseconds; ``None`` when the metadata has no time, or none that a file can have."""
    try:
        time = Decimal(seconds)
        return int(time.scaleb(9)) if abs(time) < LATEST_SECONDS else None
    except ArithmeticError:
        return None


def _md5(etag: str) -> str:
    """An ETag is the MD5 unless the object was uploaded in parts or encrypted; parts show by a dash."""
    plain = etag.strip('"')
    return plain if len(plain) == 32 and "-" not in plain else ""
