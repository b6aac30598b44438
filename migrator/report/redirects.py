"""Write where every old path leads: a table for people, and a file of each store for each kind of web server."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

from migrator.engine.context import Context
from steps.convert.redirects import ApacheRules, NginxMap, ServerFile, Table
from steps.seo import redirects

__all__ = ["write_redirects"]

T = TypeVar("T", Table, NginxMap, ApacheRules)


def write_redirects(folder: Path, context: Context) -> dict[str, int]:
    """Write one CSV for all stores, and the files of each store; return file name → number of redirects.

    ``folder`` is made. Only the source is asked, so this may go on beside what looks at the target.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        files: dict[str, Table | ServerFile] = {}

        def opened(name: str, kind: type[T]) -> T:
            file = kind(stack.enter_context((folder / name).open("w", encoding="utf-8", newline="")))
            stack.callback(file.close)
            files[name] = file
            return file

        table = opened("redirects.csv", Table)
        stores: dict[int, tuple[ServerFile, ServerFile]] = {}
        for redirect in redirects(context):
            table.write(redirect)
            store = redirect.store_id
            if store not in stores:
                stores[store] = (
                    opened(f"store-{store}.nginx.conf", NginxMap),
                    opened(f"store-{store}.apache.conf", ApacheRules),
                )
            for file in stores[store]:
                file.write(redirect)
    return {name: file.count for name, file in files.items()}
