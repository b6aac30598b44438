"""What a fresh clone promises: runnable scripts, every variable explained, no command that does not exist."""

from __future__ import annotations

import ast
import os
import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.packaging.conftest import ROOT

SCRIPTS = sorted(path for folder in ("bin", ".ci") for path in (ROOT / folder).iterdir() if path.is_file())
PARTS = sorted((ROOT / "bin" / "lib").glob("*.sh"))
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("**/*.md")])


def named(paths: list[Path]) -> list[object]:
    return [pytest.param(path, id=str(path.relative_to(ROOT))) for path in paths]


@pytest.mark.parametrize("script", named(SCRIPTS))
def test_a_script_can_be_run_as_it_is(script: Path) -> None:
    assert os.access(script, os.X_OK)
    assert script.read_text().startswith(("#!/bin/sh\n", "#!/usr/bin/env bash\n"))


@pytest.mark.parametrize("script", named([*SCRIPTS, *PARTS]))
def test_a_script_parses(script: Path) -> None:
    shell = "bash" if "bash" in script.read_text().partition("\n")[0] else "sh"
    done = subprocess.run([shell, "-n", script], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def example_variables() -> dict[str, str]:
    """The variables of .env.example and the comment above each."""
    found: dict[str, str] = {}
    comment: list[str] = []
    for line in (ROOT / ".env.example").read_text().splitlines():
        if match := re.fullmatch(r"#?([A-Z][A-Z0-9_]*)=.*", line):
            found[match[1]] = " ".join(comment)
        elif line.startswith("# "):
            comment.append(line.removeprefix("# "))
        else:
            comment = []
    return found


def read_variables() -> set[str]:
    """The variables that the code reads: names in capitals that settings and conf modules look up by a call."""
    names = set()
    for path in [ROOT / "migrator" / "settings.py", *ROOT.glob("*/conf.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Attribute(attr="setdefault")):
                    pass
                case ast.Call(args=[ast.Constant(value=str(name)), *_]) if re.fullmatch(r"[A-Z][A-Z0-9_]+", name):
                    names.add(name)
    return names


def test_the_example_lists_every_variable_that_is_read() -> None:
    assert {"SECRET_KEY", "SOURCE_DATABASE_URL", "VAR_DIR"} <= read_variables()
    assert read_variables() - set(example_variables()) == set()


def test_the_example_explains_every_variable() -> None:
    assert [name for name, comment in example_variables().items() if not comment] == []


def test_a_copied_example_changes_nothing() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []


@pytest.mark.parametrize("document", named(DOCUMENTS))
def test_a_document_names_only_commands_that_exist(document: Path) -> None:
    text = document.read_text()
    scripts = set(re.findall(r"(?<![\w./-])bin/([a-z]+)\b", text))
    commands = set(re.findall(r"manage\.py ([a-z_]+)", text))
    assert scripts <= {path.name for path in SCRIPTS}
    assert commands <= set(get_commands())
