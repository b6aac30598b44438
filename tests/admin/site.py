"""The whole tool as people run it, on stores of its own: a web server, a worker, accounts, and a browser that watches."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.patience import PATIENCE_MILLISECONDS, PATIENCE_SECONDS
from tests.shop import Database
from tests.stores import sqlite_store

__all__ = ["PASSWORD", "Site", "Visitor", "chromium", "running_site"]

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "correct horse battery"
GROUPS = ("Viewers", "Operators", "Administrators")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MAKE_ACCOUNTS = f"""
from django.contrib.auth.models import Group, User
for name in {GROUPS!r}:
    user = User.objects.create_user(name.lower(), password={PASSWORD!r}, is_staff=True)
    user.groups.add(Group.objects.get(name=name))
"""


@dataclass(frozen=True)
class Site:
    """A running web server, and the two stores that it works on (none on a first visit)."""

    address: str
    source: Database | None
    target: Database | None
    environment: Mapping[str, str]

    def be_migrated(self) -> None:
        """Migrate the shop from the command line, unless it has been."""
        assert self.target
        if not self.target.value("SELECT COUNT(*) FROM oc_order"):
            _run(self.environment, "manage.py", "migrate_store", "--json", stdout=subprocess.DEVNULL)


@dataclass
class Visitor:
    """Somebody with a browser. ``complaints`` are errors on the console and requests to other hosts."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, context: BrowserContext, address: str) -> Visitor:
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        visitor = cls(context.new_page(), address)
        visitor.page.on("console", visitor._console)
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(f"error: {error}"))
        visitor.page.on("request", visitor._request)
        return visitor

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.complaints.append(f"request to {request.url}")

    def log_in(self, name: str) -> Page:
        """Log in and return the page, which shows the board."""
        self.go("/admin/")
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Log in").click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Migration")
        return self.page

    def go(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(self.address + path)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium."""
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=list(CHROMIUM_ARGUMENTS)
        )
        yield browser
        browser.close()


@contextmanager
def running_site(folder: Path, *, configured: bool = True) -> Iterator[Site]:
    """Run the tool in ``folder``; with a demo shop and a worker when it is ``configured``."""
    source = Database(sqlite_store(folder, "3.0.3.9"), None) if configured else None
    target = Database(sqlite_store(folder, "4.0.2.3"), None) if configured else None
    environment = {
        **{name: value for name, value in os.environ.items() if not name.endswith("_URL")},
        "DJANGO_SETTINGS_MODULE": "migrator.settings",
        "VAR_DIR": str(folder / "var"),
        "SOURCE_DATABASE_URL": source.url if source else "",
        "TARGET_DATABASE_URL": target.url if target else "",
        **dict.fromkeys(("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DEBUG"), ""),
        "WORKERS": "1",
    }
    (folder / "var" / "static").mkdir(parents=True)
    _run(environment, "manage.py", "migrate", "--verbosity", "0")
    _run(environment, "manage.py", "shell", "--verbosity", "0", "--command", MAKE_ACCOUNTS)
    port = _free_port()
    with ExitStack() as stack:
        web = ("-m", "gunicorn", "migrator.wsgi", "--bind", f"127.0.0.1:{port}", "--no-control-socket")
        stack.enter_context(
            _process(environment, folder / "web.log", *web, "--worker-class", "gthread", "--threads", "4")
        )
        if configured:
            stack.enter_context(_process(environment, folder / "worker.log", "manage.py", "qcluster"))
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/admin/login/", folder / "web.log")
        yield Site(address, source, target, environment)


def _run(environment: Mapping[str, str], *arguments: str, stdout: int | None = None) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, stdout=stdout)


@contextmanager
def _process(environment: dict[str, str], log: Path, *arguments: str) -> Iterator[None]:
    """Run a program of the tool in a process group of its own, ended at the end."""
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, log: Path) -> None:
    """Wait until the server answers."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE_SECONDS):
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    raise RuntimeError(f"The web server did not start:\n{log.read_text(errors='replace')[-2000:]}")
