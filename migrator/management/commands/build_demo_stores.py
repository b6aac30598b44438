"""``manage.py build_demo_stores``: an OpenCart 3 shop and a fresh OpenCart 4 as SQLite files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from migrator.demo import SOURCE_RELEASE, TARGET_RELEASE, build_files, build_store, sqlite_url
from migrator.demo.layouts import releases
from migrator.management.base import ToolCommand

SOURCES = [release for release in releases() if release.startswith("3.")]
TARGETS = [release for release in releases() if release.startswith("4.")]


class Command(ToolCommand):
    help = "Write a demonstration shop (OpenCart 3), its files, and a freshly installed OpenCart 4 into a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--source-release", default=SOURCE_RELEASE, choices=SOURCES, help="default: %(default)s")
        parser.add_argument("--target-release", default=TARGET_RELEASE, choices=TARGETS, help="default: %(default)s")
        parser.add_argument(
            "--folder",
            type=Path,
            default=settings.VAR_DIR / "demo",
            help="where source.sqlite3, target.sqlite3 and source-files go; default: %(default)s",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"].absolute()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            source = build_store(sqlite_url(folder / "source.sqlite3"), options["source_release"])
            target = build_store(sqlite_url(folder / "target.sqlite3"), options["target_release"])
            build_files(folder / "source-files", options["source_release"])
        except OSError as error:
            raise CommandError(
                f"{folder} cannot be written ({error.strerror}); choose another one with --folder."
            ) from None
        self.stdout.write(f"SOURCE_DATABASE_URL={source}")
        self.stdout.write(f"TARGET_DATABASE_URL={target}")
        self.stdout.write(f"SOURCE_IMAGE_URL=file://{folder}/source-files/image")
        self.stdout.write(f"SOURCE_STORAGE_URL=file://{folder}/source-files/storage")
