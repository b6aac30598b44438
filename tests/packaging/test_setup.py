"""bin/setup: what it installs, when, and what it says when it cannot."""

from __future__ import annotations

import pytest

from tests.packaging.conftest import Checkout


def as_user(checkout: Checkout, number: int) -> None:
    checkout.program("id", f"echo {number}")


def call(checkout: Checkout, function: str) -> tuple[int, str, str]:
    """Run one function of bin/lib/checkout.sh and return its exit code, output and errors."""
    done = checkout.run("sh", "-c", f"set -eu; . bin/lib/checkout.sh; {function}")
    return done.returncode, done.stdout, done.stderr


def test_an_installed_checkout_is_only_migrated(checkout: Checkout) -> None:
    done = checkout.run("bin/setup")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert checkout.commands() == ["migrate --no-input --verbosity 0", "createcachetable --verbosity 0"]


def test_it_works_from_any_folder(checkout: Checkout) -> None:
    done = checkout.run("sh", "-c", 'here=$PWD && cd / && "$here/bin/setup"')
    assert done.returncode == 0
    assert checkout.commands()[0].startswith("migrate ")


def test_changed_requirements_are_installed_once(checkout: Checkout) -> None:
    (checkout.folder / "requirements.txt").write_text("pinned==1.1\n")
    for program in ("gcc", "pkg-config"):
        checkout.program(program, "exit 0")
    checkout.program("python3", f'case "$2" in *sysconfig*) echo "{checkout.folder}/tools" ;; *) echo 3.11 ;; esac')
    (checkout.folder / "tools" / "Python.h").touch()

    assert checkout.run("bin/setup").returncode == 0
    assert [command for command in checkout.commands() if "install" in command] == [
        "pip install --quiet --no-input --no-cache-dir --disable-pip-version-check -r requirements.txt"
    ]
    (checkout.folder / "calls").unlink()
    assert checkout.run("bin/setup").returncode == 0
    assert checkout.commands()[0].startswith("migrate ")


def test_a_failed_installation_is_tried_again_the_next_time(checkout: Checkout) -> None:
    (checkout.folder / "requirements-dev.txt").write_text("pinned==1.1\n")
    done = checkout.run("sh", "-c", "set -eu; . bin/lib/checkout.sh; install_requirements requirements-dev.txt",
                        exits={"pip": 1})  # fmt: skip
    assert done.returncode == 1
    assert "the Python packages of requirements-dev.txt could not be installed" in done.stderr
    assert not (checkout.folder / ".venv" / "requirements-dev.txt").exists()


def test_a_failed_migration_is_not_hidden(checkout: Checkout) -> None:
    assert checkout.run("bin/setup", exits={"migrate": 1}).returncode == 1


def test_root_gets_missing_packages_installed(checkout: Checkout) -> None:
    as_user(checkout, 0)
    assert call(checkout, "install_packages gcc pkg-config")[:2] == (
        0,
        "Installing system packages: gcc pkg-config\n",
    )
    assert (checkout.folder / "apt").read_text().splitlines() == [
        "update",
        "install -y --no-install-recommends -o DPkg::Lock::Timeout=300 gcc pkg-config",
    ]


def test_anybody_else_gets_the_line_to_run(checkout: Checkout) -> None:
    as_user(checkout, 1000)
    code, _, err = call(checkout, "install_packages gcc pkg-config")
    assert code == 1
    assert err.splitlines()[1] == (
        "sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends gcc pkg-config'"
    )
    assert not (checkout.folder / "apt").exists()


def test_nothing_is_asked_of_the_system_when_nothing_is_missing(checkout: Checkout) -> None:
    as_user(checkout, 1000)
    assert call(checkout, "install_packages") == (0, "", "")


def test_a_refused_package_is_reported_with_the_reason(checkout: Checkout) -> None:
    as_user(checkout, 0)
    checkout.program("apt-get", "echo 'Unable to locate package' >&2; exit 100")
    code, _, err = call(checkout, "install_packages gcc")
    assert code == 1
    assert "Unable to locate package" in err
    assert err.endswith("the system packages could not be installed; see above.\n")


@pytest.mark.parametrize("python", ["old-python", "no-such-python"])
def test_a_python_that_is_too_old_or_missing_is_one_sentence(checkout: Checkout, python: str) -> None:
    checkout.program("old-python", "exit 1")
    checkout.environment["PYTHON"] = python
    (checkout.folder / "requirements.txt").write_text("pinned==1.1\n")
    (checkout.folder / ".venv" / "bin" / "python").unlink()
    done = checkout.run("bin/setup")
    assert done.returncode == 1
    assert done.stderr == (
        f"bin/setup: Python 3.11 or newer is needed and none was found ({python}); "
        "install it, or name one in the variable PYTHON, and run this again.\n"
    )
