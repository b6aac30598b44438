"""The redirect map as files for nginx, for Apache and for people (data-map 3.2)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import TextIO

from steps.convert.redirect_map import Redirect

__all__ = ["write_apache", "write_csv", "write_nginx"]

CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def write_csv(redirects: Iterable[Redirect], stream: TextIO, *, folder: str = "") -> int:
    """Write ``store_id,old,new`` lines with a header line; return the number of redirects.

    Open the file with ``newline=""``. ``folder`` is the path of the store on its server (``/shop``), here and below.
    """
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(["store_id", "old", "new"])
    count = 0
    for redirect in redirects:
        writer.writerow([redirect.store_id, folder + redirect.old, folder + redirect.new])
        count += 1
    return count


def write_nginx(redirects: Iterable[Redirect], stream: TextIO, *, folder: str = "") -> int:
    """Write one store's redirects as a ``map`` for the ``http`` block; return their number.

    ``$uri``, which the map looks at, is decoded, so old paths stand as text.
    """
    stream.write(
        "# In the http block: include this file. With many lines also: map_hash_max_size 1048576;\n"
        "# map_hash_bucket_size 512;\n"
        "# In the server block: if ($opencart_redirect) { return 301 $opencart_redirect$is_args$args; }\n"
        "map $uri $opencart_redirect {\n"
    )
    count = 0
    for redirect in _writable(redirects):
        old = _quoted((folder + redirect.old).rstrip("/"))
        stream.write(f"    {old} {_quoted(folder + redirect.new)};\n")
        count += 1
    stream.write("}\n")
    return count


def write_apache(redirects: Iterable[Redirect], stream: TextIO, *, folder: str = "") -> int:
    """Write one store's redirects as rewrite rules; return their number.

    They belong at the top of the store's ``.htaccess``, above OpenCart's own rules, which would take every address;
    ``RedirectMatch`` would come too late there.
    """
    stream.write("# At the top of .htaccess, above OpenCart's own rules.\nRewriteEngine On\n")
    count = 0
    for redirect in _writable(redirects):
        pattern = _quoted(f"^/?{_escape_pattern(redirect.old.strip('/'))}/?$")
        target = _quoted((folder + redirect.new).replace("%", r"\%"))
        stream.write(f"RewriteRule {pattern} {target} [R=301,L,NE,QSA]\n")
        count += 1
    return count


def _writable(redirects: Iterable[Redirect]) -> Iterable[Redirect]:
    """A path with control characters cannot stand in a server's configuration, nor was it ever a working address."""
    return (redirect for redirect in redirects if not CONTROL.search(redirect.old))


def _escape_pattern(text: str) -> str:
    return re.sub(r"[\\.^$*+?()\[\]{}|]", r"\\\g<0>", text)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
