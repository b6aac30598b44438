"""What OpenCart 4 has: the extensions it ships, those in its database, and those among its files."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sqlalchemy import select

from migrator.files.errors import FilesError
from migrator.files.folders import Entry, Folder, FolderUrl, open_url
from migrator.stores import Store
from steps.convert.shipped import is_shipped, shipped_code

__all__ = ["Available", "program_files", "program_folder"]

CONTROLLER = re.compile(
    r"extension/(?P<vendor>[^/]+)/(?:admin|catalog)/controller/(?P<kind>[^/]+)/(?P<code>[^/]+)\.php$"
)


@dataclass(frozen=True, slots=True)
class Available:
    """The extensions of an OpenCart 4. ``files`` is ``None`` when its program files were not looked at."""

    has_vouchers: bool = False
    rows: frozenset[tuple[str, str]] = frozenset()
    files: frozenset[tuple[str, str]] | None = None

    @classmethod
    def of(cls, target: Store | None, program: Folder | None = None) -> Available:
        """Return what ``target`` has; ``program`` is the folder with OpenCart 4's ``index.php``."""
        files = program_files(program) if program is not None else None
        if target is None:
            return cls(files=files)
        table = target.table("extension")
        with target.connect() as connection:
            rows = frozenset((row.type, row.code) for row in connection.execute(select(table.c.type, table.c.code)))
        return cls("voucher" in target.schema, rows, files)

    def shipped(self, kind: str, code: str) -> bool:
        """Whether OpenCart 4 brings this very extension."""
        return is_shipped(kind, code, has_vouchers=self.has_vouchers)

    def replacement(self, kind: str, code: str) -> str:
        """Return the code of the built-in extension that does its work under another name, or ""."""
        found = shipped_code(kind, code, has_vouchers=self.has_vouchers)
        return found if found is not None and found != code else ""

    def has_row(self, kind: str, code: str) -> bool:
        """Whether it is installed there."""
        return (kind, code) in self.rows

    def has_files(self, kind: str, code: str) -> bool | None:
        """Whether its program is there; ``None`` when the files could not be looked at."""
        return None if self.files is None else (kind, code) in self.files


def program_files(program: Folder) -> frozenset[tuple[str, str]]:
    """Return type and code of every extension whose controller lies in ``extension/`` of an OpenCart 4."""
    return frozenset(
        (match["kind"], match["code"])
        for found in program.walk("extension")
        if isinstance(found, Entry) and (match := CONTROLLER.search(found.path))
    )


def program_folder(image_url: str, variable: str = "TARGET_IMAGE_URL") -> Folder | None:
    """Open the OpenCart installation whose ``image`` folder is at ``image_url``; ``None`` when it is not reachable.

    A bucket holds no program, and an image folder that was moved away has none above it.
    """
    try:
        url = FolderUrl.parse(image_url, variable)
        if url.kind == "s3":
            return None
        folder = open_url(replace(url, path=url.path.rstrip("/").rpartition("/")[0] or "/"))
    except FilesError:
        return None
    if isinstance(folder.stat("index.php"), Entry):
        return folder
    folder.close()
    return None
