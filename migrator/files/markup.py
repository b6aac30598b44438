"""Pictures and files named in HTML, CSS and JSON texts."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

__all__ = ["Mention", "in_html", "in_mixed"]

QUOTED = re.compile(r"""\s([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
CSS_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')\s]+))\s*\)""")
IMAGE_FOLDER = re.compile(r"(?:^|/)image/(.+)$")
ABSOLUTE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
PLAIN_PATH = re.compile(r"^(?:catalog|data)/[^<>\r\n]+\.\w{1,5}$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A path inside the image folder; not ``certain`` when it may belong to another site or be no file at all."""

    path: str
    certain: bool


def in_html(text: str) -> Iterator[Mention]:
    """Yield what an HTML text, entity-escaped as OpenCart stores it (data-map G7) or plain, shows from ``image/``.

    Attributes of all tags (``src``, ``href``, ``srcset``, ``data-…``) and CSS ``url(…)`` are read.
    """
    text = html.unescape(text)
    for match in QUOTED.finditer(text):
        value = html.unescape(match[2] or match[3] or match[4] or "")
        if "image/" not in value:
            continue
        if match[1].lower().endswith("srcset"):
            for candidate in value.split(","):
                yield from _mention(candidate.split()[0] if candidate.split() else "")
        elif "url(" not in value:
            yield from _mention(value)
    for match in CSS_URL.finditer(html.unescape(text)):
        yield from _mention(match[1] or match[2] or match[3] or "")


def in_mixed(text: str) -> Iterator[Mention]:
    """Yield what a setting names: a bare path, HTML, or JSON with either at any depth. Nothing of it is certain."""
    try:
        value = json.loads(text) if text[:1] in {"{", "["} else text
    except ValueError:
        value = text
    for part in _texts(value):
        plain = html.unescape(part).strip()
        if PLAIN_PATH.match(plain):
            yield Mention(plain, certain=False)
        else:
            for mention in in_html(part):
                yield Mention(mention.path, certain=False)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)


def _mention(url: str) -> Iterator[Mention]:
    url = url.strip()
    plain = re.split(r"[?#]", url, maxsplit=1)[0]
    found = IMAGE_FOLDER.search(plain)
    if found and not url.startswith("data:"):
        yield Mention(unquote(found[1]), certain=not ABSOLUTE.match(url))
