"""bin/test and .ci/run: everything is run, and one failure is enough."""

from __future__ import annotations

import pytest

from tests.packaging.conftest import Checkout

EVERYTHING = [
    "ruff check .",
    "ruff format --check .",
    "mypy",
    "check --fail-level WARNING",
    "makemigrations --check --dry-run",
    "pytest",
]


@pytest.mark.parametrize("command", [["bin/test"], ["bash", ".ci/run"]])
def test_everything_is_checked(checkout: Checkout, command: list[str]) -> None:
    assert checkout.run(*command).returncode == 0
    assert checkout.commands() == EVERYTHING
    assert {call.environment["DJANGO_SETTINGS_MODULE"] for call in checkout.calls()} == {"tests.settings"}


@pytest.mark.parametrize("failing", ["ruff", "mypy", "check", "makemigrations", "pytest"])
def test_one_failure_fails_the_whole_and_hides_nothing(checkout: Checkout, failing: str) -> None:
    done = checkout.run("bin/test", exits={failing: 2})
    assert done.returncode == 1
    assert failing in done.stderr.splitlines()[-1]
    assert checkout.commands() == EVERYTHING


def test_shell_scripts_are_checked(checkout: Checkout) -> None:
    checkout.program("shellcheck", "exit 1")
    done = checkout.run("bin/test")
    assert (done.returncode, done.stderr) == (1, "bin/test: failed: shellcheck\n")


def test_arguments_run_those_tests_only(checkout: Checkout) -> None:
    done = checkout.run("bin/test", "tests/x.py", "-k", "a or b", exits={"pytest": 5})
    assert done.returncode == 5
    assert checkout.commands() == ["pytest tests/x.py -k a or b"]


def test_nothing_temporary_is_left(checkout: Checkout) -> None:
    temporary = checkout.folder / "temporary"
    temporary.mkdir()
    checkout.environment["TMPDIR"] = str(temporary)
    checkout.run("bin/test", exits={"pytest": 1})
    assert list(temporary.iterdir()) == []


def test_without_root_the_missing_packages_are_one_line(checkout: Checkout) -> None:
    checkout.program("id", "echo 1000")
    for tool in ("chromium", "shellcheck"):
        (checkout.folder / "tools" / tool).unlink()
    # A path without the machine's own programs, but for those that the script itself runs.
    for needed in ("dirname", "cmp", "sort", "env"):
        checkout.program(needed, f'PATH=/usr/bin:/bin exec {needed} "$@"')
    checkout.environment["PATH"] = str(checkout.folder / "tools")
    done = checkout.run("/bin/sh", "bin/test")
    assert done.returncode == 1
    assert done.stderr.splitlines()[1] == (
        "sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends chromium shellcheck'"
    )
    assert checkout.calls() == []
