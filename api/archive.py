"""The migration report of a run as one file."""

from __future__ import annotations

import tempfile
import zipfile
from typing import IO

from migrator.errors import NotFoundError
from migrator.models import Run
from migrator.report import folder_of

__all__ = ["report_archive"]


def report_archive(run: Run) -> IO[bytes]:
    """Return the folder of a run's report as an open ZIP file. Raises ``NotFoundError`` when there is no report."""
    folder = folder_of(run)
    if not folder.is_dir():
        raise NotFoundError(
            f"Run {run.orchestration_id} has no report; a run of all steps writes one when it has come to its end"
        )
    archive = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                file.write(path, path.relative_to(folder))
    archive.seek(0)
    return archive
