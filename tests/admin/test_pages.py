"""Every page: who sees it, what it shows, what it hands out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import Settings

from migrator.models import LogEntry, Run, ValidationReport
from tests.shop import Shop

Session = Callable[[str], Client]

PAGES = (
    "/admin/",
    "/admin/migration/preflight/",
    "/admin/migration/validation/",
    "/admin/migration/report/",
    "/admin/migration/mapping/",
    "/admin/migration/mapping/?q=seo_url",
    "/admin/migration/files/",
    "/admin/migration/extensions/",
    "/admin/migration/log/",
    "/admin/migrator/run/",
    "/admin/migrator/rejectedrow/",
    "/admin/migrator/logentry/",
    "/admin/migrator/validationreport/",
    "/admin/migrator/webhook/",
    "/admin/migrator/webhookdelivery/",
)
EVENT_ATTRIBUTE = re.compile(r"<[^>]+\son[a-z]+=", re.IGNORECASE)
STYLE_ATTRIBUTE = re.compile(r"<[^>]+\sstyle=", re.IGNORECASE)
STYLE = re.compile(r"<style", re.IGNORECASE)
SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE)
ELSEWHERE = re.compile(r"(?:src|href|action)=\"(?:https?:)?//", re.IGNORECASE)


def test_a_viewer_sees_every_page_and_no_page_breaks_its_policy(shop: Shop, session: Session) -> None:
    client = session("Viewers")
    for address in PAGES:
        answer = client.get(address)
        assert answer.status_code == 200, address
        policy = answer["Content-Security-Policy"]
        assert "script-src 'self';" in policy and "style-src 'self';" in policy, address
        assert "unsafe" not in policy and "http" not in policy, address
        for forbidden in (EVENT_ATTRIBUTE, STYLE_ATTRIBUTE, STYLE, SCRIPT, ELSEWHERE):
            assert not forbidden.search(answer.content.decode()), (address, forbidden.pattern)


def test_strangers_are_asked_to_log_in(db: None) -> None:
    for address in PAGES:
        answer = Client().get(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/admin/login/"), address


def test_staff_without_a_group_sees_nothing(db: None) -> None:
    client = Client()
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    for address in PAGES[1:]:
        assert client.get(address).status_code == 403, address
    assert "none of the groups" in client.get("/admin/").content.decode()


def test_records_of_the_machinery_are_not_made_by_hand(session: Session) -> None:
    client = session("Operators")
    for address in PAGES:
        if "/migrator/" in address:
            assert client.get(f"{address}add/").status_code == 403, address


# -- first visit ------------------------------------------------------------------------------


def test_the_first_visit_says_what_to_set(session: Session, settings: Settings) -> None:
    settings.SOURCE_DATABASE_URL, settings.TARGET_DATABASE_URL = "mysql://u:hush@h/db", ""
    page = session("Viewers").get("/admin/").content.decode()
    assert "TARGET_DATABASE_URL=mysql://" in page and "manage.py preflight" in page
    assert page.count(">missing<") == 1
    assert "hush" not in page


def test_a_malformed_address_is_a_sentence(session: Session, settings: Settings) -> None:
    settings.SOURCE_DATABASE_URL, settings.TARGET_DATABASE_URL = "postgres://u:hush@h/db", "mysql://h/db"
    page = session("Viewers").get("/admin/").content.decode()
    assert "SOURCE_DATABASE_URL begins with “postgres”" in page
    assert "hush" not in page


# -- preflight --------------------------------------------------------------------------------


def test_the_preflight_is_kept_and_grouped_by_severity(shop: Shop, session: Session) -> None:
    client = session("Viewers")
    assert "No checks have been made yet" in client.get("/admin/migration/preflight/").content.decode()
    assert client.post("/admin/migration/preflight/").status_code == 302
    page = client.get("/admin/migration/preflight/").content.decode()
    assert "The migration can start" in page
    found = client.get("/admin/migration/preflight/preflight.json").json()
    assert found["blocking"] is False
    for finding in found["findings"]:
        if finding["severity"] == "warning" and '"' not in finding["message"] and "'" not in finding["message"]:
            assert finding["message"] in page
    assert f"{found['rows']:,}" in page


def test_a_preflight_of_a_broken_store_is_a_message(shop: Shop, session: Session, settings: Settings) -> None:
    settings.SOURCE_DATABASE_URL = "sqlite:///nowhere.sqlite3"
    answer = session("Viewers").post("/admin/migration/preflight/", follow=True)
    assert "names a SQLite file that does not exist" in answer.content.decode()


# -- validation -------------------------------------------------------------------------------


def different(shop: Shop) -> None:
    """Migrate the manufacturers, spoil one, and compare again."""
    shop.migrate(["default_data", "manufacturers"])
    shop.target.run("UPDATE oc_manufacturer SET name = '<Sabotage>' WHERE manufacturer_id = 8")
    from migrator.actions import StartRun
    from migrator.execution import validate
    from migrator.models import Operation

    validate(StartRun(["manufacturers"], Operation.VALIDATE).execute())


def test_differences_are_shown_cell_by_cell(shop: Shop, session: Session) -> None:
    different(shop)
    name = shop.source.value("SELECT name FROM oc_manufacturer WHERE manufacturer_id = 8")
    page = session("Viewers").get("/admin/migration/validation/").content.decode()
    assert "Not everything is as it should be" in page
    assert "&lt;Sabotage&gt;" in page and "<Sabotage>" not in page
    assert name in page


def test_the_validation_report_is_handed_out_as_json_and_html(shop: Shop, session: Session) -> None:
    different(shop)
    client = session("Viewers")
    found = client.get("/admin/migration/validation/validation.json")
    assert found["Content-Disposition"] == 'attachment; filename="validation.json"'
    steps = {step["step_id"]: step for step in json.loads(found.content)["steps"]}
    assert (steps["default_data"]["passed"], steps["manufacturers"]["passed"]) == (True, False)
    [difference] = steps["manufacturers"]["differences"]
    assert (difference["table"], difference["column"], difference["found"]) == ("manufacturer", "name", "<Sabotage>")
    file = client.get("/admin/migration/validation/validation.html").content.decode()
    assert file.startswith("<!DOCTYPE html>") and "&lt;Sabotage&gt;" in file
    assert "src=" not in file and "href=" not in file
    assert client.get("/admin/migration/validation/validation.exe").status_code == 404


def test_the_newest_comparison_of_a_step_counts(shop: Shop, session: Session) -> None:
    different(shop)
    newest = ValidationReport.objects.filter(step_id="manufacturers").latest("created_at")
    newest.delete()
    assert "Every cell arrived" in session("Viewers").get("/admin/migration/validation/").content.decode()


# -- migration report -------------------------------------------------------------------------


def test_the_report_hands_out_its_files_and_no_others(shop: Shop, session: Session) -> None:
    run = shop.migrate().run
    client = session("Viewers")
    page = client.get("/admin/migration/report/").content.decode()
    assert "Migrated, every cell proven" in page
    assert "acme_feed_log" in page and "not a table of OpenCart 3 itself" in page
    start = f"/admin/migration/report/{run.orchestration_id}"
    listed = re.findall(rf'href="({start}/[^"]+)"', page)
    assert f"{start}/redirects/redirects.csv" in listed and f"{start}/not-migrated.jsonl.gz" in listed
    for address in listed:
        answer = client.get(address)
        assert answer.status_code == 200 and b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        answer.close()
    for name in ("../../secret_key", "..%2f..%2fsecret_key", "nothing.txt", "redirects"):
        assert client.get(f"{start}/{name}").status_code == 404, name


def test_without_a_report_the_page_says_so(shop: Shop, session: Session) -> None:
    assert "There is no report yet" in session("Viewers").get("/admin/migration/report/").content.decode()


# -- the rest ---------------------------------------------------------------------------------


def test_the_map_is_searched_by_table_and_by_column(shop: Shop, session: Session) -> None:
    client = session("Viewers")
    page = client.get("/admin/migration/mapping/?q=seo_url.query").content.decode()
    assert "seo_url.key" in page and "seo_url.value" in page
    assert "0 tables found" in client.get("/admin/migration/mapping/?q=nonsense").content.decode()


def test_extensions_that_need_work_come_first(shop: Shop, session: Session) -> None:
    client = session("Viewers")
    page = client.get("/admin/migration/extensions/").content.decode()
    assert page.index("To be replaced") < page.index("Compatible")
    assert client.get("/admin/migration/extensions/extensions.json").json()["missing"] > 0


def test_the_log_is_followed_from_a_line_on(shop: Shop, session: Session) -> None:
    shop.migrate(["default_data"])
    client = session("Viewers")
    first = client.get("/admin/migration/log/tail.json").json()
    assert "default_data completed" in [line["message"] for line in first["lines"]]
    LogEntry.objects.create(level="ERROR", message="The disk is full", step_id="orders")
    more = client.get("/admin/migration/log/tail.json", {"after": first["last"]}).json()
    assert [line["message"] for line in more["lines"]] == ["The disk is full"]
    for question in ({"level": "error"}, {"step_id": "orders"}):
        found = client.get("/admin/migration/log/tail.json", question).json()
        assert [line["message"] for line in found["lines"]] == ["The disk is full"]


def test_a_wrong_question_to_the_log_is_harmless(shop: Shop, session: Session) -> None:
    answer = session("Viewers").get("/admin/migration/log/tail.json", {"after": "x", "level": "y", "step_id": "z"})
    assert answer.json() == {"lines": [], "last": 0}


def test_a_run_shows_its_steps_and_who_started_it(shop: Shop, session: Session) -> None:
    shop.migrate(["default_data"])
    page = session("Viewers").get(f"/admin/migrator/run/{Run.objects.get().pk}/change/").content.decode()
    assert "default_data" in page and "Command line" in page and "verified" in page
