"""The commands ``transfer_images`` and ``verify_images``."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from migrator.demo import build_files
from tests.stores import sqlite_store


@pytest.fixture
def folders(tmp_path: Path, settings: Settings) -> Path:
    """The demonstration shop's files, an empty OpenCart 4, and settings that name both."""
    build_files(tmp_path / "source")
    settings.SOURCE_DATABASE_URL = sqlite_store(tmp_path, "3.0.3.9")
    for side in ("source", "target"):
        for root, inside in (("image", "catalog"), ("storage", "upload")):
            (tmp_path / side / root / inside).mkdir(parents=True, exist_ok=True)
            setattr(settings, f"{side.upper()}_{root.upper()}_URL", str(tmp_path / side / root))
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    output = io.StringIO()
    try:
        call_command(*arguments, stdout=output)
    except SystemExit as error:
        return int(str(error.code)), output.getvalue()
    return 0, output.getvalue()


def answer(*arguments: str) -> tuple[int, dict[str, Any]]:
    code, output = run(*arguments, "--json")
    return code, json.loads(output)


def test_files_are_copied_then_verified_and_missing_ones_named(folders: Path) -> None:
    code, output = run("transfer_images")
    assert code == 0
    assert "warning: image/catalog/demo/missing.jpg: File not found in OpenCart 3 (product_id" in output
    assert "0 conflicts, 0 errors" in output
    code, verification = answer("verify_images")
    assert code == 1
    assert "catalog/demo/missing.jpg" in [issue["file"] for issue in verification["verification"]["issues"]]
    assert verification["verification"]["corrupted"] == 0


def test_a_type_and_the_verification_in_one_go(folders: Path) -> None:
    code, both = answer("transfer_images", "downloads", "--verify")
    assert code == 0
    assert both["transfer"]["transferred"] == both["verification"]["valid"] == both["transfer"]["total_files"] > 0


def test_a_conflict_is_exit_code_1_until_it_is_forced(folders: Path) -> None:
    name = next((folders / "source/image").rglob("*.jpg")).relative_to(folders / "source")
    (folders / "target" / name).parent.mkdir(parents=True, exist_ok=True)
    (folders / "target" / name).write_bytes(b"mine")
    code, output = run("transfer_images")
    assert code == 1
    assert f"error: {name}: Another file is already there" in output
    assert run("transfer_images", "--force")[0] == 0


def test_a_dry_run_copies_nothing(folders: Path) -> None:
    assert answer("transfer_images", "--dry-run")[1]["transfer"]["transferred"] == 0
    assert [file for file in (folders / "target").rglob("*") if file.is_file()] == []


def test_the_source_can_be_verified_before_the_migration(folders: Path) -> None:
    code, report = answer("verify_images", "manufacturers", "--source")
    assert code == 0
    assert report["verification"]["valid"] == report["verification"]["total"] > 0


def test_wrong_settings_and_types_are_one_sentence_and_exit_code_2(folders: Path, settings: Settings) -> None:
    with pytest.raises(CommandError, match="There is no type of files “pictures”") as error:
        call_command("transfer_images", "pictures")
    assert error.value.returncode == 2
    settings.TARGET_IMAGE_URL = str(folders / "none")
    with pytest.raises(CommandError, match="TARGET_IMAGE_URL names a folder that does not exist"):
        call_command("verify_images")
    settings.SOURCE_DATABASE_URL = ""
    with pytest.raises(CommandError, match="SOURCE_DATABASE_URL is not set"):
        call_command("transfer_images")
