"""The redirect map as files for nginx, for Apache and for people (data-map 3.2)."""

from __future__ import annotations

import csv
import re
from abc import ABC, abstractmethod
from typing import ClassVar, TextIO

from steps.convert.redirect_map import Redirect

__all__ = ["ApacheRules", "NginxMap", "ServerFile", "Table"]

CONTROL = re.compile(r"[\x00-\x1f\x7f]")
SPECIAL = re.compile(r"[\\.^$*+?()\[\]{}|]")


class Table:
    """All redirects as ``store_id,old,new`` lines with a header line. Open the file with ``newline=""``."""

    def __init__(self, stream: TextIO, *, folder: str = "") -> None:
        """``folder`` is the path of the store on its server (``/shop``), here and below."""
        self.count = 0
        self._writer = csv.writer(stream, lineterminator="\r\n")
        self._folder = folder
        self._writer.writerow(["store_id", "old", "new"])

    def write(self, redirect: Redirect) -> None:
        self._writer.writerow([redirect.store_id, self._folder + redirect.old, self._folder + redirect.new])
        self.count += 1

    def close(self) -> None:
        """Nothing comes at the end."""


class ServerFile(ABC):
    """One store's redirects in the words of a web server; ``count`` is the number of those written.

    A path with control characters cannot stand in a server's configuration, nor was it ever a working address.
    """

    HEAD: ClassVar[str]
    END: ClassVar[str] = ""

    def __init__(self, stream: TextIO, *, folder: str = "") -> None:
        self.count = 0
        self._stream = stream
        self._folder = folder
        stream.write(self.HEAD)

    def write(self, redirect: Redirect) -> None:
        if not CONTROL.search(redirect.old):
            self._stream.write(self._line(redirect))
            self.count += 1

    def close(self) -> None:
        """Write what comes at the end; the stream stays open."""
        self._stream.write(self.END)

    @abstractmethod
    def _line(self, redirect: Redirect) -> str:
        """Return the line of one redirect."""


class NginxMap(ServerFile):
    """A ``map`` for the ``http`` block. ``$uri``, which it looks at, is decoded, so old paths stand as text."""

    HEAD = (
        "# In the http block: include this file. With many lines also: map_hash_max_size 1048576;\n"
        "# map_hash_bucket_size 512;\n"
        "# In the server block: if ($opencart_redirect) { return 301 $opencart_redirect$is_args$args; }\n"
        "map $uri $opencart_redirect {\n"
    )
    END = "}\n"

    def _line(self, redirect: Redirect) -> str:
        old = _quoted((self._folder + redirect.old).rstrip("/"))
        return f"    {old} {_quoted(self._folder + redirect.new)};\n"


class ApacheRules(ServerFile):
    """Rewrite rules for the top of the store's ``.htaccess``, above OpenCart's own, which would take every address.

    ``RedirectMatch`` would come too late there.
    """

    HEAD = "# At the top of .htaccess, above OpenCart's own rules.\nRewriteEngine On\n"

    def _line(self, redirect: Redirect) -> str:
        pattern = _quoted(f"^/?{_escape_pattern(redirect.old.strip('/'))}/?$")
        target = _quoted((self._folder + redirect.new).replace("%", r"\%"))
        return f"RewriteRule {pattern} {target} [R=301,L,NE,QSA]\n"


def _escape_pattern(text: str) -> str:
    return SPECIAL.sub(r"\\\g<0>", text)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
