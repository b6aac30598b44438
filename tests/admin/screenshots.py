"""Make the pictures of ``docs/screenshots`` (``bin/screenshots``): the demo shop is migrated while they are taken."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import django
from playwright.sync_api import Browser, Page, expect

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from tests.admin.site import ROOT, Site, Visitor, chromium, running_site  # noqa: E402

PICTURES = ROOT / "docs" / "screenshots"
FOLDER = Path("var/screenshots")
STILL: dict[str, Any] = {"reduced_motion": "reduce"}
DESKTOP: dict[str, Any] = {**STILL, "viewport": {"width": 1280, "height": 860}}
PHONE: dict[str, Any] = {**STILL, "viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PAGES = {
    "validation": "/admin/migration/validation/",
    "report": "/admin/migration/report/",
    "mapping": "/admin/migration/mapping/?q=category",
    "extensions": "/admin/migration/extensions/",
    "log": "/admin/migration/log/",
}
LONG = 180_000


def take(page: Page, name: str) -> None:
    """Save what the page shows."""
    page.screenshot(path=PICTURES / f"{name}.png")


def first_visit(browser: Browser, folder: Path) -> None:
    """The page before anything is set."""
    with running_site(folder, configured=False) as site:
        take(Visitor.of(browser.new_context(**DESKTOP), site.address).log_in("administrators"), "first-visit")


def migration(browser: Browser, site: Site) -> None:
    """The board from the confirmation to the end, and the preflight before it."""
    visitor = Visitor.of(browser.new_context(**DESKTOP), site.address)
    page = visitor.log_in("administrators")
    visitor.go("/admin/migration/preflight/")
    page.get_by_role("button", name="Check now").click()
    expect(page.get_by_text("Rows to read")).to_be_visible(timeout=LONG)
    take(page, "preflight")
    visitor.go("/admin/")
    page.locator('[data-actions=""] [data-do="migrate"]').click()
    take(page, "confirmation")
    page.locator("dialog[open] [data-confirm]").click()
    expect(page.locator('[data-step="attributes"] [data-field="status"]')).to_have_text("Completed", timeout=LONG)
    take(page, "board-at-work")
    expect(page.locator("#overall-title")).to_contain_text("every cell is proven", timeout=LONG)
    take(page, "board")
    for name, path in PAGES.items():
        visitor.go(path)
        page.wait_for_load_state("networkidle")
        take(page, name)


def other_eyes(browser: Browser, site: Site) -> None:
    """The finished board in the dark and on a phone."""
    for name, options in {"board-dark": {**DESKTOP, "color_scheme": "dark"}, "board-phone": PHONE}.items():
        page = Visitor.of(browser.new_context(**options), site.address).log_in("operators")
        expect(page.locator("#overall-title")).to_contain_text("every cell is proven")
        take(page, name)


def main() -> None:
    """Make all pictures anew."""
    os.chdir(ROOT)
    shutil.rmtree(FOLDER, ignore_errors=True)
    try:
        with chromium() as browser:
            first_visit(browser, FOLDER / "empty")
            with running_site(FOLDER) as site:
                migration(browser, site)
                other_eyes(browser, site)
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)


if __name__ == "__main__":
    main()
