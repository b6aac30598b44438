"""Store URLs: ``mysql://user:pass@host:3306/db?prefix=oc_`` and ``sqlite:///path?prefix=oc_``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from migrator.stores.errors import StoreUrlError

__all__ = ["DEFAULT_PREFIX", "StoreUrl"]

DEFAULT_PREFIX = "oc_"
EXAMPLE = "mysql://user:password@host:3306/database?prefix=oc_"
OPTIONS = frozenset({"prefix", "socket", "ssl_ca"})


@dataclass(frozen=True, slots=True)
class StoreUrl:
    """Where a store is; ``str()`` shows it without its password."""

    backend: Literal["mysql", "sqlite"]
    database: str
    prefix: str = DEFAULT_PREFIX
    host: str = ""
    port: int = 3306
    user: str = ""
    password: str = field(default="", repr=False)
    socket: str = ""
    ssl_ca: str = ""

    @classmethod
    def parse(cls, text: str | None, variable: str) -> StoreUrl:
        """Return the URL in ``text``; ``variable`` names it in the ``StoreUrlError`` of a bad one."""

        def bad(reason: str) -> StoreUrlError:
            return StoreUrlError(f"{variable} {reason}; write it as {EXAMPLE}", variable=variable)

        if not text or not text.strip():
            raise bad("is not set")
        try:
            parts = urlsplit(text.strip())
            port = parts.port or 3306
        except ValueError:
            raise bad("has a malformed host or port") from None
        options = dict(parse_qsl(parts.query, keep_blank_values=True))
        unknown = sorted(set(options) - OPTIONS)
        if unknown:
            raise bad(f"has an unknown option “{unknown[0]}”")
        prefix = options.get("prefix", DEFAULT_PREFIX)
        if not re.fullmatch(r"[A-Za-z0-9_$]*", prefix):
            raise bad("has a table prefix with characters other than letters, digits, _ and $")
        if parts.scheme == "sqlite":
            path = unquote(parts.path.removeprefix("/"))
            if parts.netloc or not path:
                raise StoreUrlError(
                    f"{variable} names no SQLite file; write it as sqlite:///relative/path or sqlite:////absolute/path",
                    variable=variable,
                )
            return cls(backend="sqlite", database=path, prefix=prefix)
        if parts.scheme not in {"mysql", "mariadb"}:
            raise bad(f"begins with “{parts.scheme}”, not mysql:// or sqlite://" if parts.scheme else "is not a URL")
        database = unquote(parts.path.removeprefix("/"))
        if not database or "/" in database:
            raise bad("names no database")
        if not options.get("ssl_ca", "file"):
            raise bad("names no file in ssl_ca")
        if not parts.hostname and "socket" not in options:
            raise bad("names no host")
        return cls(
            backend="mysql",
            database=database,
            prefix=prefix,
            host=parts.hostname or "localhost",
            port=port,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            socket=options.get("socket", ""),
            ssl_ca=options.get("ssl_ca", ""),
        )

    def __str__(self) -> str:
        if self.backend == "sqlite":
            return f"sqlite:///{self.database}?prefix={self.prefix}"
        account = f"{self.user}@" if self.user else ""
        return f"mysql://{account}{self.host}:{self.port}/{self.database}?prefix={self.prefix}"
