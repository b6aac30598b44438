"""The last preflight of the configured stores, kept as ``var/preflight/<pair>.json`` so that every process sees it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from migrator.preflight import run_preflight
from migrator.workspace import open_context, pair_id
from steps import STEPS

__all__ = ["last_preflight", "new_preflight"]


def new_preflight() -> dict[str, Any]:
    """Run all checks, keep what they find and return it. Raises ``StoreError`` when a store cannot be used."""
    with open_context() as context:
        found = run_preflight(context, list(STEPS.values())).as_dict()
    document = {"checked_at": timezone.now().isoformat(timespec="seconds"), **found}
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(document, ensure_ascii=False, indent=2), encoding="utf-8")
    fresh.replace(path)
    return document


def last_preflight() -> dict[str, Any] | None:
    """Return what the last preflight found, None when there was none."""
    try:
        found: dict[str, Any] = json.loads(_path().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return found


def _path() -> Path:
    return Path(settings.VAR_DIR) / "preflight" / f"{pair_id()}.json"
