"""bin/serve: both processes live and end together, and the exit code tells why."""

from __future__ import annotations

import signal
import subprocess

import pytest

from tests.packaging.conftest import NEVER, Checkout


def started(
    checkout: Checkout, *arguments: str, exits: dict[str, int] | None = None
) -> tuple[subprocess.Popen[str], list[str]]:
    """Start bin/serve; return it and the lines it printed until both processes ran."""
    process = checkout.start("bin/serve", *arguments, exits=exits)
    assert process.stdout
    lines: list[str] = []
    while not {"gunicorn runs", "qcluster runs"} <= set(lines):
        line = process.stdout.readline()
        assert line, "bin/serve ended before both processes ran"
        lines.append(line.rstrip("\n"))
    return process, lines


def stopped(process: subprocess.Popen[str]) -> tuple[list[str], str]:
    process.terminate()
    out, err = process.communicate()
    return out.splitlines(), err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_stop_ends_both_in_order_and_is_a_success(checkout: Checkout, number: signal.Signals) -> None:
    process, _ = started(checkout)
    process.send_signal(number)
    out, err = process.communicate()
    assert process.returncode == 0
    assert {"gunicorn stopped", "qcluster stopped"} <= set(out.splitlines())
    assert err == ""


def test_a_stop_ends_both_when_nobody_reads_the_output(checkout: Checkout) -> None:
    process, _ = started(checkout)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    process.stderr.close()
    process.terminate()
    assert process.wait() == 0
    assert sorted((checkout.folder / "stopped").read_text().split()) == ["gunicorn", "qcluster"]


def test_a_second_stop_does_not_wait_for_a_task(checkout: Checkout) -> None:
    process, _ = started(checkout, exits={"qcluster": NEVER})
    assert process.stdout
    process.terminate()
    while process.stdout.readline() != "gunicorn stopped\n":
        assert process.poll() is None
    process.terminate()
    process.communicate()
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("exits", "code", "sentence"),
    [
        ({"gunicorn": 3}, 3, "The web server ended by itself with exit code 3; stopping the rest."),
        ({"qcluster": 4}, 4, "The worker ended by itself with exit code 4; stopping the rest."),
        ({"gunicorn": 0}, 1, "The web server ended by itself with exit code 0; stopping the rest."),
    ],
)
def test_one_that_ends_takes_the_other_with_it(
    checkout: Checkout, exits: dict[str, int], code: int, sentence: str
) -> None:
    done = checkout.run("bin/serve", exits=exits)
    assert done.returncode == code
    assert sentence in done.stderr
    survivor = "qcluster" if "gunicorn" in exits else "gunicorn"
    assert f"{survivor} runs" not in done.stdout or f"{survivor} stopped" in done.stdout


def test_both_start_on_a_set_up_checkout(checkout: Checkout) -> None:
    process, _ = started(checkout)
    stopped(process)
    assert checkout.commands()[:3] == [
        "migrate --no-input --verbosity 0",
        "createcachetable --verbosity 0",
        "collectstatic --no-input --verbosity 0",
    ]


@pytest.mark.parametrize(
    ("environment", "arguments", "address"),
    [
        ({}, [], "127.0.0.1:8000"),
        ({"HOST": "0.0.0.0", "PORT": "80"}, [], "0.0.0.0:80"),
        ({"HOST": "0.0.0.0", "PORT": "80"}, ["--host", "localhost", "--port", "8080"], "localhost:8080"),
    ],
)
def test_the_address_is_the_argument_s_else_the_variable_s(
    checkout: Checkout, environment: dict[str, str], arguments: list[str], address: str
) -> None:
    checkout.environment |= environment
    process, lines = started(checkout, *arguments)
    stopped(process)
    assert f"OpenCart Migrator: http://{address}/admin/ (Ctrl-C ends it)" in lines
    (web,) = (call for call in checkout.calls() if "gunicorn" in call.arguments)
    assert web.arguments[web.arguments.index("--bind") + 1] == address


def test_an_unknown_argument_starts_nothing(checkout: Checkout) -> None:
    done = checkout.run("bin/serve", "--prot", "80")
    assert (done.returncode, done.stderr) == (1, "bin/serve: unknown argument --prot; bin/serve --help lists them.\n")
    assert checkout.calls() == []


def test_the_demo_is_built_once_and_its_password_shown_once(checkout: Checkout) -> None:
    process, lines = started(checkout, "--demo")
    stopped(process)
    file = checkout.folder / "var" / "demo" / "admin-password"
    password = file.read_text().strip()
    assert len(password) >= 16
    assert file.stat().st_mode & 0o077 == 0
    assert f"Demo admin account: demo, password: {password} (kept in var/demo/admin-password)" in lines
    (account,) = (call for call in checkout.calls() if "createsuperuser" in call.arguments)
    assert account.environment["DJANGO_SUPERUSER_PASSWORD"] == password
    assert password not in account.arguments
    assert all(
        call.environment["TARGET_DATABASE_URL"] == "sqlite:///var/demo/target.sqlite3" for call in checkout.calls()
    )

    (checkout.folder / "calls").unlink()
    process, lines = started(checkout, "--demo")
    out, _ = stopped(process)
    assert password not in "\n".join(lines + out)
    assert not {"build_demo_stores", "createsuperuser"} & {call.arguments[1] for call in checkout.calls()}


def test_two_demos_have_different_passwords(checkout: Checkout) -> None:
    file = checkout.folder / "var" / "demo" / "admin-password"
    stopped(started(checkout, "--demo")[0])
    first = file.read_text()
    (file.parent / "source.sqlite3").unlink()
    stopped(started(checkout, "--demo")[0])
    assert file.read_text() != first
