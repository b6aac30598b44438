"""The document that the board lives on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from migrator.admin.facts import forget_facts
from migrator.admin.operations import perform
from migrator.admin.state import board_state
from migrator.models import RejectedRow, Run, RunStatus, StepRun, StepStatus
from tests.shop import Shop

Account = Callable[[str], User]


def step(state: dict[str, Any], step_id: str) -> dict[str, Any]:
    return next(found for found in state["steps"] if found["step_id"] == step_id)


def at_work(user: User, **progress: Any) -> Run:
    """A run whose first step has come so far."""
    run = perform("migrate", "", {}, user)
    Run.objects.filter(pk=run.pk).update(status=RunStatus.RUNNING, started_at=timezone.now() - timedelta(seconds=1000))
    StepRun.objects.filter(run=run, step_id="default_data").update(
        status=StepStatus.RUNNING, started_at=timezone.now() - timedelta(seconds=10), **progress
    )
    return run


def test_before_the_first_run(shop: Shop, account: Account) -> None:
    state = board_state(account("Administrators"))
    assert [store["release"] for store in state["stores"]] == ["OpenCart 3.0.3.2 – 3.0.3.9", "OpenCart 4.0.2.3"]
    assert all(store["size_bytes"] > 100_000 and store["problem"] == "" for store in state["stores"])
    assert (state["run"], state["path"]) == (None, "server")
    assert state["estimate_seconds"] >= 10
    assert state["actions"] == ["migrate", "dry_run"]
    manufacturers = shop.source.value("SELECT COUNT(*) FROM oc_manufacturer")
    stores = shop.source.value("SELECT COUNT(*) FROM oc_manufacturer_to_store")
    found = step(state, "manufacturers")
    assert (found["name"], found["status"], found["source_count"]) == (
        "Manufacturers",
        "pending",
        manufacturers + stores,
    )
    assert (found["waits_for"], found["actions"]) == (["Default Data"], ["dry_run"])
    assert step(state, "default_data")["actions"] == ["migrate", "dry_run"]


def test_a_viewer_has_no_buttons(shop: Shop, account: Account) -> None:
    state = board_state(account("Viewers"))
    assert state["actions"] == []
    assert all(found["actions"] == [] for found in state["steps"])


def test_a_run_at_work(shop: Shop, account: Account) -> None:
    user = account("Operators")
    at_work(user, total=200, processed=50, success=50, rows_per_second=5.0)
    state = board_state(user)
    found = step(state, "default_data")
    assert (found["status"], found["phase"], found["percent"]) == ("in_progress", "copying", 25)
    assert (found["rows_per_second"], found["seconds_left"], found["target_count"]) == (5, 30, 50)
    assert found["actions"] == ["stop"]
    assert step(state, "orders")["status"] == "queued"
    assert state["actions"] == ["stop"]
    assert (state["run"]["status"], state["run"]["active"], state["run"]["by"]) == ("running", True, "operators")
    assert state["overall"]["processed"] == 50
    left = state["overall"]["seconds_left"]
    assert left == pytest.approx(1000 * (state["overall"]["total"] - 50) / 50, rel=0.02)


def test_a_step_whose_rows_are_written_is_being_compared(shop: Shop, account: Account) -> None:
    user = account("Operators")
    at_work(user, total=200, processed=200, success=200)
    found = step(board_state(user), "default_data")
    assert (found["phase"], found["percent"], found["seconds_left"]) == ("comparing", 99, None)


def test_after_a_complete_migration(shop: Shop, account: Account) -> None:
    user = account("Administrators")
    assert shop.migrate().verified
    state = board_state(user)
    overall = state["overall"]
    assert (overall["percent"], overall["steps_completed"], overall["steps_verified"]) == (100, 11, 11)
    assert state["actions"] == ["sync", "validate", "dry_run", "migrate", "reset"]
    customers = step(state, "customers")
    assert (customers["status"], customers["verified"], customers["percent"]) == ("completed", True, 100)
    assert customers["target_count"] == customers["source_count"] > 0
    assert customers["actions"] == ["migrate", "sync", "validate", "dry_run", "reset"]
    assert state["run"]["trigger"] == "Command line"


def test_an_operator_may_do_all_but_reset(shop: Shop, account: Account) -> None:
    shop.migrate(["default_data"])
    found = step(board_state(account("Operators")), "default_data")
    assert found["actions"] == ["migrate", "sync", "validate", "dry_run"]


def test_a_stopped_run_can_go_on(shop: Shop, account: Account) -> None:
    user = account("Operators")
    shop.migrate(["default_data"])
    run = perform("migrate", "", {}, user)
    Run.objects.filter(pk=run.pk).update(status=RunStatus.STOPPED)
    assert board_state(user)["actions"][0] == "resume"


def test_refused_rows_are_counted_until_a_retry_brings_them_over(shop: Shop, account: Account) -> None:
    user = account("Viewers")
    run = shop.migrate(["default_data"]).run
    row = {"run": run, "pair": run.pair, "step_id": "default_data", "table": "zone", "error": "too long"}
    RejectedRow.objects.create(key="1", **row)
    RejectedRow.objects.create(key="2", resolved_at=timezone.now(), **row)
    assert step(board_state(user), "default_data")["rejected"] == 1


def test_a_store_that_cannot_be_used_says_why_and_stops_the_buttons(
    shop: Shop, account: Account, settings: Settings
) -> None:
    settings.TARGET_DATABASE_URL = "mysql://root:hush-hush@127.0.0.1:1/shop"
    forget_facts()
    state = board_state(account("Administrators"))
    assert "no answer from 127.0.0.1:1" in state["stores"][1]["problem"]
    assert "hush-hush" not in str(state)
    assert state["actions"] == []
    assert all(found["actions"] == [] for found in state["steps"])


def test_two_urls_for_one_database_are_a_problem(shop: Shop, account: Account, settings: Settings) -> None:
    settings.SOURCE_DATABASE_URL = settings.TARGET_DATABASE_URL
    forget_facts()
    assert "did you swap" in board_state(account("Administrators"))["stores"][0]["problem"]


def test_the_address_answers_with_the_state(shop: Shop, session: Callable[[str], Client]) -> None:
    answer = session("Viewers").get("/admin/migration/state.json")
    assert answer.status_code == 200
    assert [found["step_id"] for found in answer.json()["steps"]][:2] == ["default_data", "categories"]


def test_polling_asks_the_stores_nothing_and_the_database_little(
    shop: Shop, account: Account, django_assert_max_num_queries: Any
) -> None:
    user = account("Operators")
    at_work(user)
    board_state(user)
    shop.source.run("DROP TABLE oc_product")
    user = User.objects.get(pk=user.pk)
    with django_assert_max_num_queries(12):
        assert board_state(user)["stores"][0]["problem"] == ""
