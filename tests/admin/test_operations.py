"""The buttons: what they start, for whom, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client

from migrator.actions import StartRun, StopRun
from migrator.admin.operations import OPERATIONS, perform
from migrator.errors import ConflictError, PermissionDeniedError, RequestInvalidError
from migrator.models import Operation, Run, RunStatus, StepRun, Trigger
from tests.shop import Shop

Account = Callable[[str], User]
Session = Callable[[str], Client]


@pytest.mark.parametrize(
    ("name", "operation"),
    [
        ("migrate", Operation.MIGRATE),
        ("dry_run", Operation.DRY_RUN),
        ("validate", Operation.VALIDATE),
        ("reset", Operation.RESET),
    ],
)
def test_a_button_starts_its_operation_for_its_account(
    name: str, operation: Operation, shop: Shop, account: Account
) -> None:
    user = account("Administrators")
    run = perform(name, "default_data", {}, user)
    assert (run.operation, run.steps, run.trigger, run.user) == (operation, ["default_data"], Trigger.ADMIN, user)
    assert run.options["dry_run"] is (name == "dry_run")


def test_only_the_options_of_the_operation_count(shop: Shop, account: Account) -> None:
    run = perform("migrate", "", {"stop_on_error": "1", "overwrite": "1", "batch_size": "1"}, account("Operators"))
    assert (run.options["stop_on_error"], run.options["overwrite"]) == (True, False)
    assert run.options["batch_size"] == 20_000


def test_only_an_administrator_may_replace_what_the_target_has_of_its_own(shop: Shop, account: Account) -> None:
    assert perform("migrate", "default_data", {"force": "1"}, account("Administrators")).options["force"] is True
    Run.objects.update(status=RunStatus.COMPLETED)
    assert perform("migrate", "default_data", {"force": "1"}, account("Operators")).options["force"] is False


def test_files_come_along_when_asked(shop: Shop, account: Account) -> None:
    assert perform("migrate", "", {"include_images": "1"}, account("Operators")).options["include_images"] is True


@pytest.mark.parametrize(
    ("group", "name"), [("Viewers", "migrate"), ("Viewers", "stop"), ("Viewers", "validate"), ("Operators", "reset")]
)
def test_who_may_not_is_refused_and_nothing_happens(group: str, name: str, shop: Shop, account: Account) -> None:
    with pytest.raises(PermissionDeniedError, match="may not"):
        perform(name, "", {}, account(group))
    assert not Run.objects.exists()


def test_an_unknown_operation_is_refused(shop: Shop, account: Account) -> None:
    with pytest.raises(RequestInvalidError, match="“destroy”"):
        perform("destroy", "", {}, account("Administrators"))


def test_a_step_that_waits_for_another_is_refused_in_words(shop: Shop, session: Session) -> None:
    answer = session("Operators").post("/admin/migration/act/", {"operation": "migrate", "step_id": "orders"})
    assert answer.status_code == 400
    assert "needs" in answer.json()["message"]
    assert not Run.objects.exists()


def test_a_waiting_run_is_stopped_through_one_of_its_steps(shop: Shop, account: Account) -> None:
    user = account("Operators")
    run = perform("migrate", "", {}, user)
    assert perform("stop", "orders", {}, user) == run
    run.refresh_from_db()
    assert (run.status, run.stop_requested) == (RunStatus.STOPPED, True)


def test_resume_lets_the_last_run_go_on(shop: Shop, account: Account) -> None:
    run = StopRun(StartRun().execute()).execute()
    assert perform("resume", "", {}, account("Operators")) == run
    run.refresh_from_db()
    assert (run.status, run.stop_requested) == (RunStatus.PENDING, False)


def test_there_is_nothing_to_stop_at_rest(shop: Shop, account: Account) -> None:
    with pytest.raises(ConflictError, match="Nothing is at work"):
        perform("stop", "", {}, account("Operators"))


def test_every_action_is_in_the_history(shop: Shop, account: Account) -> None:
    user = account("Administrators")
    run = perform("migrate", "default_data", {"stop_on_error": "1"}, user)
    perform("stop", "", {}, user)
    found = LogEntry.objects.filter(user=user, object_id=str(run.pk)).order_by("id")
    assert [entry.change_message for entry in found] == [
        "Run: Default Data Migration (stop on error)",
        "Stop: all steps",
    ]


def test_a_refused_action_is_not_in_the_history(shop: Shop, account: Account) -> None:
    with pytest.raises(RequestInvalidError):
        perform("migrate", "orders", {}, account("Operators"))
    assert not LogEntry.objects.exists()


def test_buttons_need_a_token_of_the_page(shop: Shop, account: Account) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(account("Administrators"))
    assert client.post("/admin/migration/act/", {"operation": "migrate"}).status_code == 403
    assert not Run.objects.exists()


def test_every_button_says_what_will_happen() -> None:
    for button in OPERATIONS.values():
        assert button.one.endswith(".") and button.all.endswith("."), button.name
        assert "{step}" not in button.all


def test_a_run_has_its_steps(shop: Shop, account: Account) -> None:
    run = perform("migrate", "default_data", {}, account("Operators"))
    assert [record.step_id for record in StepRun.objects.filter(run=run)] == ["default_data"]
