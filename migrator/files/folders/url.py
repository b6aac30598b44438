"""URLs of folders: ``/path`` or ``file:///path``, ``sftp://user@host/path``, ``s3://bucket/prefix``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from migrator.files.errors import FilesError

__all__ = ["FolderUrl"]

Kind = Literal["file", "sftp", "s3"]
KINDS: Mapping[str, Kind] = {"": "file", "file": "file", "local": "file", "sftp": "sftp", "ssh": "sftp", "s3": "s3"}
OPTIONS: Mapping[Kind, frozenset[str]] = {
    "file": frozenset(),
    "sftp": frozenset({"known_hosts", "host_key", "key_file"}),
    "s3": frozenset({"endpoint_url", "region", "profile"}),
}


@dataclass(frozen=True, slots=True)
class FolderUrl:
    """Where a folder is; ``str()`` shows it without secrets. ``path`` is a bucket with prefix for S3."""

    kind: Kind
    path: str
    variable: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    options: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str, variable: str) -> FolderUrl:
        """Return the URL in ``text``; ``variable`` names it in the ``FilesError`` of a bad one."""

        def bad(reason: str) -> FilesError:
            return FilesError(
                f"{variable} {reason}; write it as /path/to/folder, sftp://user@host/path or s3://bucket/path",
                variable=variable,
            )

        text = text.strip()
        if not text:
            raise bad("is not set")
        if "://" not in text:
            return cls("file", text, variable)
        try:
            parts = urlsplit(text)
            port = parts.port or 0
        except ValueError:
            raise bad("has a malformed host or port") from None
        kind = KINDS.get(parts.scheme)
        if kind is None:
            raise bad(f"begins with “{parts.scheme}://”, which is not known here")
        # A local path or an S3 key may contain “?” and “#”; only the network kinds have options.
        path, query = (text.split("://", 1)[1], "") if kind == "file" else (unquote(parts.path), parts.query)
        if kind == "file":
            if not path.startswith("/"):
                raise bad("names no absolute path after file://")
            return cls("file", unquote(path), variable)
        options = dict(parse_qsl(query))
        unknown = sorted(set(options) - OPTIONS[kind])
        if unknown:
            raise bad(f"has an unknown option “{unknown[0]}”")
        if not parts.hostname:
            raise bad("names no bucket" if kind == "s3" else "names no host")
        if kind == "s3":
            bucket = parts.netloc.rpartition("@")[2]
            path = f"{bucket}/{path.strip('/')}".rstrip("/")
        return cls(
            kind,
            path,
            variable,
            host=parts.hostname,
            port=port,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            options=options,
        )

    def __str__(self) -> str:
        if self.kind == "file":
            return self.path
        if self.kind == "s3":
            return f"s3://{self.path}"
        account = f"{self.user}@" if self.user else ""
        port = f":{self.port}" if self.port else ""
        return f"sftp://{account}{self.host}{port}{self.path}"
