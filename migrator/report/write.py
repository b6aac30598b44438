"""Write a run's report into ``var/reports/<orchestration_id>/``.

``report.json`` and ``report.html`` say the same, for machines and for people; ``not-migrated.jsonl.gz`` holds the data
that has no home in OpenCart 4, one JSON object a line (``table``, ``row``; secrets masked); ``redirects/`` holds, for
each store, where every old path leads.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Context as Values
from django.template import Engine
from django.utils import timezone

from migrator.engine.context import Context
from migrator.engine.notes import mask
from migrator.engine.omissions import omissions, omitted_rows
from migrator.engine.runner import StepResult
from migrator.models import Run
from steps import STEPS

__all__ = ["folder_of", "write_report"]

DATA_FILE = "not-migrated.jsonl.gz"
PAGES = Engine(settings.TEMPLATE_DIRS)
"""An engine of its own: Django's would first look for tags in all apps, and load half of the REST framework for it."""


def folder_of(run: Run) -> Path:
    """Return the folder of a run's report."""
    return Path(settings.VAR_DIR) / "reports" / run.orchestration_id


def write_report(
    run: Run, context: Context, results: Sequence[StepResult], redirects: Mapping[str, int]
) -> tuple[Path, int]:
    """Write the report and return its folder and the number of rows that have no home.

    ``redirects`` is what ``write_redirects`` returned for the folder.
    """
    folder = folder_of(run)
    folder.mkdir(parents=True, exist_ok=True)
    found = list(omissions(context, list(STEPS.values())))
    rows = _write_data(folder / DATA_FILE, context, found)
    remarks = [
        {"kind": n.kind, "table": n.table, "key": n.key, "message": n.message, "data": mask(n.data)}
        for n in context.notes.values()
    ]
    document = {
        "orchestration_id": run.orchestration_id,
        "written_at": timezone.now().isoformat(timespec="seconds"),
        "source": {"url": str(context.source.url), "release": context.source.release.label},
        "target": {"url": str(context.target.url), "release": context.target.release.label},
        "path": context.path,
        "status": run.status,
        "verified": all(result.verified for result in results),
        "steps": [_step(result) for result in results],
        "omissions": [asdict(omission) for omission in found],
        "omitted_rows": rows,
        "data_file": DATA_FILE,
        "remarks": remarks,
        "more_remarks": dict(context.more_notes),
        "redirects": dict(redirects),
        "to_do": TO_DO,
    }
    text = json.dumps(document, ensure_ascii=False, indent=2, default=str)
    (folder / "report.json").write_text(text, encoding="utf-8")
    page = PAGES.get_template("migrator/report.html").render(Values({"report": document, "groups": _groups(remarks)}))
    (folder / "report.html").write_text(page, encoding="utf-8")
    return folder, rows


TO_DO = (
    "Empty OpenCart 4's cache folder (system/storage/cache), so that it reads the new data.",
    "Copy the files: manage.py transfer_images.",
    "Put the redirects of your stores into the web server's configuration.",
    "Log in as administrator and as a customer with the old passwords, and look at an order.",
)


def _step(result: StepResult) -> dict[str, Any]:
    return {
        "step_id": result.step_id,
        "rows": result.rows,
        "rejected": result.rejected,
        "verified": result.verified,
        "tables": [
            {
                "table": check.table,
                "source_count": check.source_count,
                "target_count": check.target_count,
                "differing_rows": check.differing_rows,
            }
            for check in result.checks
        ],
    }


def _groups(remarks: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for remark in remarks:
        groups.setdefault(remark["kind"].replace("_", " "), []).append(remark)
    return groups


def _write_data(path: Path, context: Context, found: Sequence[Any]) -> int:
    count = 0
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        for table, row in omitted_rows(context, found):
            stream.write(json.dumps({"table": table, "row": row}, ensure_ascii=False, default=str) + "\n")
            count += 1
    path.chmod(0o600)
    return count
