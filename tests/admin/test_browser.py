"""The board in a real browser, with a real web server and a real worker."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.admin.site import Site, Visitor, chromium, running_site

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PAGES = (
    "/admin/",
    "/admin/migration/preflight/",
    "/admin/migration/validation/",
    "/admin/migration/report/",
    "/admin/migration/mapping/?q=product",
    "/admin/migration/files/",
    "/admin/migration/extensions/",
    "/admin/migration/log/",
    "/admin/migrator/run/",
    "/admin/migrator/run/1/change/",
    "/admin/migrator/rejectedrow/",
    "/admin/migrator/logentry/",
    "/admin/migrator/validationreport/",
    "/admin/migrator/webhook/",
    "/admin/migrator/webhook/add/",
)
REFUSE = (
    "CREATE TRIGGER refuse BEFORE INSERT ON oc_manufacturer WHEN NEW.manufacturer_id = 8"
    " BEGIN SELECT RAISE(ABORT, 'the storage is full'); END"
)
Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with a demo shop, whose first migration is the first test's."""
    with running_site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visit]:
    """Somebody visits the site; at the end nobody's browser may have complained."""
    visitors: list[Visitor] = []

    def arrive(**options: Any) -> Visitor:
        visitors.append(Visitor.of(browser.new_context(**options), site.address))
        return visitors[-1]

    yield arrive
    for visitor in visitors:
        visitor.page.context.close()
        assert visitor.complaints == []


@pytest.fixture
def migrated(site: Site) -> None:
    """The shop has been migrated, by an earlier test or by this fixture."""
    site.be_migrated()


def press(page: Page, operation: str, step: str = "") -> None:
    """Press a button of the board and confirm."""
    page.locator(f'[data-actions="{step}"] [data-do="{operation}"]').click()
    page.locator("dialog[open] [data-confirm]").click()


def headline(page: Page) -> Any:
    return page.locator("#overall-title")


def test_the_first_visit_says_what_to_set(browser: Browser, tmp_path: Path) -> None:
    with running_site(tmp_path, configured=False) as site:
        visitor = Visitor.of(browser.new_context(), site.address)
        page = visitor.log_in("administrators")
        expect(page.get_by_role("heading", name="Say where the two databases are")).to_be_visible()
        expect(page.get_by_text("manage.py preflight")).to_be_visible()
        expect(page.get_by_role("row", name="TARGET_DATABASE_URL")).to_contain_text("missing")
        page.context.close()
        assert visitor.complaints == []


def test_a_run_is_stopped_and_resumed_and_brings_everything(visit: Visit, site: Site) -> None:
    visitor = visit()
    page = visitor.log_in("operators")
    expect(headline(page)).to_have_text("Nothing has been migrated yet")
    page.evaluate("""() => {
        window.seen = [];
        const look = () => window.seen.push(document.querySelector('.overall progress').value);
        new MutationObserver(look).observe(document.querySelector('.overall'), {subtree: true, childList: true, characterData: true});
    }""")

    press(page, "migrate")
    expect(page.locator('[data-step="default_data"] [data-field="status"]')).to_have_text("Completed")
    press(page, "stop")
    expect(headline(page)).to_have_text("Migration stopped")
    assert page.locator('[data-step="other_data"] [data-field="status"]').text_content() != "Completed"

    press(page, "resume")
    expect(headline(page)).to_have_text("Everything arrived, every cell is proven")

    seen = page.evaluate("window.seen")
    assert len({value for value in seen if 0 < value < 100}) >= 3, "the bar moved without a reload"
    for status in page.locator('[data-step] [data-field="verified"]').all():
        expect(status).to_have_text("✓ every cell")
    assert site.source and site.target
    for table in ("customer", "order", "product"):
        count = f"SELECT COUNT(*) FROM oc_{table}"
        assert site.target.value(count) == site.source.value(count)
    expect(page.locator("#speed-chart svg")).to_have_attribute("aria-label", re.compile("at most"))
    expect(page.locator("#time-chart text", has_text="Orders")).to_be_visible()


def test_the_reports_say_what_happened(migrated: None, visit: Visit) -> None:
    visitor = visit()
    page = visitor.log_in("viewers")
    page.get_by_role("link", name="Validation").click()
    expect(page.get_by_role("heading", name="Every cell arrived")).to_be_visible()
    page.locator("summary", has_text="Customers").click()
    expect(page.get_by_role("region", name="Checks of Customers")).to_contain_text("customer")
    with page.expect_download() as download:
        page.get_by_role("link", name="HTML").click()
    assert "Every cell arrived" in Path(download.value.path()).read_text()

    page.get_by_role("link", name="Migration report").click()
    expect(page.get_by_role("heading", name="Migrated, every cell proven")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="redirects.csv").click()
    assert Path(download.value.path()).read_text().startswith("store_id,old,new")


def test_runs_say_who_started_them_and_from_where(migrated: None, visit: Visit) -> None:
    page = visit().log_in("viewers")
    page.get_by_role("link", name="Runs").click()
    row = page.locator("#result_list tbody").first
    expect(row).to_contain_text(re.compile("operators.*Admin|Command line", re.DOTALL))


def test_a_refused_row_is_tried_again(migrated: None, visit: Visit, site: Site) -> None:
    assert site.target
    site.target.run(REFUSE)
    visitor = visit()
    page = visitor.log_in("operators")
    press(page, "migrate", "manufacturers")
    row = page.locator('[data-step="manufacturers"]')
    expect(row.locator('[data-field="detail"]')).to_have_text("1 rows refused")
    expect(row.locator('[data-field="status"]')).to_have_text("Failed")

    site.target.run("DROP TRIGGER refuse")
    visitor.go("/admin/migrator/rejectedrow/")
    expect(page.locator("#result_list")).to_contain_text("the storage is full")
    page.locator("input.action-select").first.check()
    page.locator("select[name=action]").select_option(label="Try again")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_text("Brought over: 1.")).to_be_visible()
    assert site.target.value("SELECT COUNT(*) FROM oc_manufacturer WHERE manufacturer_id = 8") == 1
    visitor.go("/admin/")
    expect(page.locator('[data-step="manufacturers"] [data-field="verified"]')).to_have_text("✓ every cell")


def test_a_viewer_sees_no_button_and_an_operator_no_reset(migrated: None, visit: Visit) -> None:
    page = visit().log_in("viewers")
    expect(page.locator('[data-step="orders"] [data-field="status"]')).to_have_text("Completed")
    expect(page.locator("[data-do]")).to_have_count(0)
    page = visit().log_in("operators")
    expect(page.locator('[data-actions=""] [data-do="validate"]')).to_be_visible()
    expect(page.locator('[data-do="reset"]')).to_have_count(0)


def test_everything_is_done_with_the_keyboard(migrated: None, visit: Visit) -> None:
    page = visit().log_in("operators")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    validate = page.locator('[data-actions=""] [data-do="validate"]')
    for _ in range(60):
        page.keyboard.press("Tab")
        if validate.evaluate("button => button === document.activeElement"):
            break
    expect(validate).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Validate: all steps")
    expect(dialog).to_contain_text("Nothing is changed")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(validate).to_be_focused()
    page.get_by_role("button", name="Account of operators").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Dark").focus()
    page.keyboard.press("Space")
    expect(page.locator("html")).to_have_class(re.compile("dark"))


def test_what_happens_is_announced_once(migrated: None, visit: Visit) -> None:
    page = visit().log_in("operators")
    page.evaluate("""() => {
        window.said = [];
        const place = document.getElementById('announcement');
        new MutationObserver(() => window.said.push(place.textContent)).observe(place, {childList: true});
    }""")
    press(page, "validate", "manufacturers")
    expect(page.locator("#announcement")).to_contain_text("Validate: Completed")
    said = " ".join(page.evaluate("window.said"))
    assert said.count("Manufacturers: Completed") == 1
    assert len(page.evaluate("window.said")) <= 5
    expect(page.locator("#announcement")).to_have_attribute("aria-live", "polite")


def test_a_lost_connection_is_said_and_comes_back(visit: Visit) -> None:
    visitor = visit()
    page = visitor.log_in("viewers")
    expect(headline(page)).not_to_have_text("…")
    page.context.set_offline(True)
    expect(page.get_by_text("The connection is lost.").last).to_be_visible(timeout=20_000)
    page.context.set_offline(False)
    expect(page.locator("#connection")).to_be_hidden(timeout=20_000)
    # A request without a network is the one thing that a browser cannot be kept from mentioning.
    visitor.complaints[:] = [text for text in visitor.complaints if "ERR_INTERNET_DISCONNECTED" not in text]


def test_a_hidden_tab_asks_nothing(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    page.clock.install()
    visitor.log_in("viewers")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("state.json") else None)
    page.evaluate("""() => {
        Object.defineProperty(document, 'hidden', {configurable: true, get: () => window.isHidden});
        window.isHidden = true;
        document.dispatchEvent(new Event('visibilitychange'));
    }""")
    page.clock.run_for(60_000)
    assert asked == []
    with page.expect_request("**/state.json"):
        page.evaluate("window.isHidden = false; document.dispatchEvent(new Event('visibilitychange'))")


def test_the_log_grows_by_itself(migrated: None, visit: Visit) -> None:
    visitor = visit()
    board = visitor.log_in("operators")
    log = visitor.page.context.new_page()
    log.goto(f"{visitor.address}/admin/migration/log/")
    expect(log.locator("#log-lines li").first).to_be_visible()
    log.get_by_label("Step").select_option("manufacturers")
    expect(log.locator("#log-lines .step", has_text="default_data")).to_have_count(0)
    expect(log.locator("#log-lines .step", has_text="manufacturers").first).to_be_visible()
    before = log.locator("#log-lines li").count()
    press(board, "dry_run", "manufacturers")
    expect(log.locator("#log-lines li").nth(before)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_a_phone(migrated: None, scheme: str, visit: Visit) -> None:
    visitor = visit(color_scheme=scheme, **PHONE)
    page = visitor.log_in("administrators")
    expect(page.get_by_role("link", name="Preflight")).to_be_hidden()
    page.get_by_role("button", name="Menu").locator("visible=true").click()
    page.get_by_role("link", name="Preflight").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Preflight")
    for path in PAGES:
        visitor.go(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{path} is {wide} pixels too wide"
        light = page.evaluate(BRIGHTNESS)
        assert (light < 0.3) if scheme == "dark" else (light > 0.9), path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_enough_contrast(migrated: None, scheme: str, visit: Visit) -> None:
    visitor = visit(color_scheme=scheme)
    page = visitor.log_in("administrators")
    for path in PAGES:
        visitor.go(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate(CONTRAST) == [], path


CONTRAST = Path(__file__).with_name("contrast.js").read_text()
BRIGHTNESS = """() => {
    const canvas = document.createElement('canvas').getContext('2d');
    canvas.fillStyle = getComputedStyle(document.getElementById('main')).backgroundColor;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
    return (red + green + blue) / 765;
}"""


def test_only_an_administrator_resets_and_the_shop_is_as_before(migrated: None, visit: Visit, site: Site) -> None:
    assert site.target
    page = visit().log_in("administrators")
    page.locator('[data-actions=""] [data-do="reset"]').click()
    expect(page.get_by_role("dialog")).to_contain_text("Everything that was brought over is removed")
    page.locator("dialog[open] [data-confirm]").click()
    expect(page.locator('[data-step="orders"] [data-field="status"]')).to_have_text("Pending")
    assert site.target.value("SELECT COUNT(*) FROM oc_order") == 0
