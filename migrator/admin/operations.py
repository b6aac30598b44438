"""What the board's buttons do: each operation with its permission and, in plain words, its consequence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from migrator.actions import ResumeRun, StartRun, StopRun, StopStep, latest_resumable
from migrator.admin.history import record
from migrator.engine.context import Options
from migrator.errors import ConflictError, PermissionDeniedError, RequestInvalidError
from migrator.models import ACTIVE_RUNS, Operation, Run, Trigger
from migrator.tasks import enqueue
from migrator.workspace import pair_id
from steps import STEPS

if TYPE_CHECKING:
    from django.contrib.auth.models import User

__all__ = ["OPERATIONS", "Button", "perform"]


@dataclass(frozen=True, slots=True)
class Button:
    """One operation as people see it. ``one`` and ``all`` say what will happen, with ``{step}`` for the step's name.

    ``options`` are the choices that the confirmation offers (fields of the engine's ``Options``, or
    ``include_images``), each with its words.
    """

    name: str
    label: str
    icon: str
    permission: str
    one: str
    all: str
    dangerous: bool = False
    options: Mapping[str, str] = field(default_factory=dict)

    def choices(self, user: User) -> dict[str, str]:
        """Return the options that the account may choose, with their words."""
        return {name: words for name, words in self.options.items() if user.has_perm(NEEDS.get(name, self.permission))}


NEEDS = {"force": "migrator.reset_migration"}
"""Options that need more than their operation does, because they destroy."""
START_OPTIONS = {
    "stop_on_error": "Stop at the first row that OpenCart 4 refuses (otherwise it is kept aside and the rest goes on)",
    "skip_validation": "Do not compare afterwards (faster, and nothing is proven)",
    "include_images": "Copy images, downloads and uploads as well",
    "force": "Replace orders and customers that the target already has of its own",
}

OPERATIONS: Mapping[str, Button] = {
    button.name: button
    for button in (
        Button(
            "migrate",
            "Run",
            "play_arrow",
            "migrator.run_migration",
            "“{step}” is copied from OpenCart 3 to OpenCart 4 from its beginning, then compared cell by cell. What an "
            "earlier run brought over is written again. OpenCart 3 is only read.",
            "Every step is copied from OpenCart 3 to OpenCart 4 from its beginning, then compared cell by cell. What "
            "an earlier run brought over is written again. OpenCart 3 is only read.",
            options=START_OPTIONS,
        ),
        Button(
            "dry_run",
            "Dry run",
            "science",
            "migrator.run_migration",
            "“{step}” is copied into trial tables that vanish afterwards, and compared there. Neither shop is changed.",
            "Every step is copied into trial tables that vanish afterwards, and compared there. Neither shop is "
            "changed.",
        ),
        Button(
            "sync",
            "Sync",
            "sync",
            "migrator.run_migration",
            "What was added, changed or deleted in OpenCart 3 since the last run is brought over for “{step}”. Rows "
            "that were edited in OpenCart 4 meanwhile are reported and left alone.",
            "What was added, changed or deleted in OpenCart 3 since the last run is brought over. Rows that were "
            "edited in OpenCart 4 meanwhile are reported and left alone.",
            options={"overwrite": "Replace rows that were edited in OpenCart 4 as well"},
        ),
        Button(
            "validate",
            "Validate",
            "verified",
            "migrator.validate_migration",
            "Every cell of “{step}” is compared between the two shops. Nothing is changed.",
            "Every cell of every step is compared between the two shops. Nothing is changed.",
        ),
        Button(
            "resume",
            "Resume",
            "resume",
            "migrator.run_migration",
            "The last run goes on where it stopped; completed steps are left as they are.",
            "The last run goes on where it stopped; completed steps are left as they are.",
        ),
        Button(
            "stop",
            "Stop",
            "stop",
            "migrator.stop_migration",
            "The run that is at “{step}” stops after the rows it is writing, within seconds. It can go on from there "
            "later with Resume.",
            "The run stops after the rows it is writing, within seconds. It can go on from there later with Resume.",
        ),
        Button(
            "reset",
            "Reset",
            "restart_alt",
            "migrator.reset_migration",
            "The tables of “{step}”, and of every step that depends on it, are put back in OpenCart 4 as they were "
            "before the first run. What was brought over there is removed; OpenCart 3 is not touched.",
            "All tables that were migrated are put back in OpenCart 4 as they were before the first run. Everything "
            "that was brought over is removed; OpenCart 3 is not touched.",
            dangerous=True,
        ),
    )
}
STARTS = {
    "migrate": Operation.MIGRATE,
    "dry_run": Operation.DRY_RUN,
    "sync": Operation.SYNC,
    "validate": Operation.VALIDATE,
    "reset": Operation.RESET,
}


def perform(name: str, step_id: str, choices: Mapping[str, Any], user: User) -> Run:
    """Carry out the operation on one step, or on all when ``step_id`` is empty, and return the run.

    ``choices`` are the options that the account ticked. Raises an ``ActionError`` when the account may not, or the
    action refuses.
    """
    button = OPERATIONS.get(name)
    if button is None:
        raise RequestInvalidError(f"There is no operation “{name}”")
    if not user.has_perm(button.permission):
        raise PermissionDeniedError(f"Your account may not do this ({button.label}); ask an administrator")
    chosen = {option for option in button.choices(user) if choices.get(option)}
    with transaction.atomic():
        run = _perform(name, step_id, chosen, user)
        about = STEPS[step_id].name if step_id else "all steps"
        record(user, run, f"{button.label}: {about}{_with(chosen)}")
    return run


def _perform(name: str, step_id: str, chosen: set[str], user: User) -> Run:
    if name == "stop":
        return StopStep(step_id).execute() if step_id else StopRun(_active()).execute()
    if name == "resume":
        run = ResumeRun(latest_resumable()).execute()
        enqueue(run, resume=True)
        return run
    steps: Sequence[str] = (step_id,) if step_id else ()
    ticked: dict[str, Any] = dict.fromkeys(chosen - {"include_images"}, True)
    options = Options(dry_run=name == "dry_run", **ticked)
    images = "include_images" in chosen
    run = StartRun(steps, STARTS[name], options, images, Trigger.ADMIN, user).execute()
    enqueue(run)
    return run


def _active() -> Run:
    run = Run.objects.filter(pair=pair_id(), status__in=ACTIVE_RUNS).first()
    if run is None:
        raise ConflictError("Nothing is at work that could be stopped")
    return run


def _with(chosen: set[str]) -> str:
    return f" ({', '.join(sorted(word.replace('_', ' ') for word in chosen))})" if chosen else ""
