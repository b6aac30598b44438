"""What people do with a migration: start, stop, resume, sync, validate, reset.

The admin, the API and the commands call these classes. ``check()`` refuses with an ``ActionError`` before anything
changes; ``execute()`` checks and then records the run. Who executes the run (this process or a worker) is up to the
caller: see ``migrator.execution`` and ``migrator.tasks``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import ClassVar

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from migrator.engine.context import Options
from migrator.errors import ConflictError, InvalidStepError, NotFoundError, RequestInvalidError
from migrator.models import (
    ACTIVE_RUNS,
    Operation,
    Run,
    RunStatus,
    StepRun,
    StepState,
    StepStatus,
    Trigger,
    UnitStatus,
)
from migrator.recorder import job_id
from migrator.workspace import pair_id
from steps import STEPS

__all__ = ["MAX_CONCURRENT_RUNS", "ResumeRun", "StartRun", "StopRun", "StopStep", "latest_resumable", "options_of"]

MAX_CONCURRENT_RUNS = 10
AT_WORK = (UnitStatus.QUEUED, UnitStatus.WORKING)
MIN_BATCH, MAX_BATCH = 1, 1_000_000


def options_of(run: Run) -> Options:
    """Return the engine's options of a run."""
    known = Options.__dataclass_fields__
    return Options(**{name: value for name, value in run.options.items() if name in known})


@dataclass
class StartRun:
    """Start a run of some steps (all when ``steps`` is empty)."""

    permission: ClassVar[str] = "migrator.run_migration"

    steps: Sequence[str] = ()
    operation: Operation = Operation.MIGRATE
    options: Options = field(default_factory=Options)
    include_images: bool = False
    trigger: Trigger = Trigger.COMMAND
    user: User | None = None

    def check(self) -> None:
        """Refuse unknown steps, missing dependencies, a bad batch size and a step that is at work already."""
        for step_id in self.steps:
            if step_id not in STEPS:
                raise InvalidStepError(
                    f"There is no step “{step_id}”; the steps are {', '.join(STEPS)}", step_id=step_id
                )
        if not MIN_BATCH <= self.options.batch_size <= MAX_BATCH:
            raise RequestInvalidError(f"batch_size must be a whole number from {MIN_BATCH} to {MAX_BATCH}")
        if self.options.dry_run != (self.operation == Operation.DRY_RUN):
            raise RequestInvalidError(f"A dry run shows what a migration would do; a {self.operation} has none")
        if self.operation in (Operation.MIGRATE, Operation.SYNC, Operation.DRY_RUN):
            self._check_dependencies()
        self._check_conflicts()

    def _check_dependencies(self) -> None:
        wanted = self._wanted()
        done = set(
            StepState.objects.filter(pair=pair_id(), status=StepStatus.COMPLETED).values_list("step_id", flat=True)
        )
        for step_id in wanted:
            missing = [name for name in STEPS[step_id].depends_on if name not in done and name not in wanted]
            if missing and self.operation != Operation.DRY_RUN:
                raise RequestInvalidError(
                    f"“{step_id}” needs {', '.join(missing)} to be completed first; "
                    "run those as well, or all steps together",
                    details={"missing": missing},
                    step_id=step_id,
                )

    def _check_conflicts(self) -> None:
        active = Run.objects.filter(status__in=ACTIVE_RUNS)
        if active.count() >= MAX_CONCURRENT_RUNS:
            raise ConflictError(f"{MAX_CONCURRENT_RUNS} operations are at work already; wait until one has finished")
        for run in active.filter(pair=pair_id()):
            both = set(run.steps) & set(self._wanted())
            if both and self.trigger is not Trigger.COMMAND:
                step_id = next(name for name in run.steps if name in both)
                raise ConflictError(
                    f"“{step_id}” is already at work in run {run.orchestration_id}; stop it first", step_id=step_id
                )

    def _wanted(self) -> list[str]:
        chosen = set(self.steps or STEPS)
        return [step_id for step_id in STEPS if step_id in chosen]

    def _options(self) -> Options:
        """Return the options; what comes after a migration that added no salt columns does not look for them."""
        if self.operation not in (Operation.SYNC, Operation.VALIDATE):
            return self.options
        migration = Run.objects.filter(pair=pair_id(), operation=Operation.MIGRATE).order_by("-pk").first()
        kept = migration is None or options_of(migration).keep_passwords
        return replace(self.options, keep_passwords=self.options.keep_passwords and kept)

    def execute(self) -> Run:
        """Record the run, ready to be executed."""
        with transaction.atomic():
            self.check()
            run = Run(
                orchestration_id=new_id("orch"),
                pair=pair_id(),
                operation=self.operation,
                trigger=self.trigger,
                user=self.user,
                steps=self._wanted(),
                options={**asdict(self._options()), "include_images": self.include_images},
            )
            run.save()
            StepRun.objects.bulk_create(
                StepRun(run=run, step_id=step_id, job_id=job_id(run, step_id)) for step_id in run.steps
            )
        return run


@dataclass
class StopRun:
    """Ask a run to stop after the chunk it is at."""

    permission: ClassVar[str] = "migrator.stop_migration"

    run: Run

    def check(self) -> None:
        """Refuse a run that is not at work."""
        if not self.run.is_active:
            raise ConflictError(f"Run {self.run.orchestration_id} is not at work")

    def execute(self) -> Run:
        """Set the flag that every worker of the run looks at between chunks; a run that waits stops at once."""
        self.check()
        waiting = Run.objects.filter(pk=self.run.pk, status=RunStatus.PENDING).update(
            status=RunStatus.STOPPED, stop_requested=True, finished_at=timezone.now()
        )
        if waiting:
            self.run.units.filter(status__in=(UnitStatus.WAITING, UnitStatus.QUEUED)).update(status=UnitStatus.STOPPED)
        else:
            Run.objects.filter(pk=self.run.pk).update(status=RunStatus.STOPPING, stop_requested=True)
        self.run.refresh_from_db()
        return self.run


@dataclass
class StopStep:
    """Ask the run that is at a step to stop."""

    permission: ClassVar[str] = "migrator.stop_migration"

    step_id: str

    def check(self) -> Run:
        """Return the run, refuse when the step is unknown or not at work."""
        if self.step_id not in STEPS:
            raise InvalidStepError(f"There is no step “{self.step_id}”", step_id=self.step_id)
        for run in Run.objects.filter(pair=pair_id(), status__in=ACTIVE_RUNS):
            if self.step_id in run.steps:
                return run
        raise ConflictError(f"“{self.step_id}” is not at work", step_id=self.step_id)

    def execute(self) -> Run:
        """Stop the run."""
        return StopRun(self.check()).execute()


@dataclass
class ResumeRun:
    """Let a stopped, failed or interrupted run go on where it was."""

    permission: ClassVar[str] = "migrator.run_migration"

    run: Run

    def check(self) -> None:
        """Refuse a run that has nothing left to do, or that workers are at."""
        if self.run.status == RunStatus.COMPLETED:
            raise ConflictError(f"Run {self.run.orchestration_id} is completed; there is nothing to resume")
        if self.run.units.filter(status__in=AT_WORK).exists():
            raise ConflictError(f"Workers are at run {self.run.orchestration_id} already; there is nothing to resume")

    def execute(self) -> Run:
        """Clear the stop flag; the run is ready to be executed again."""
        self.check()
        Run.objects.filter(pk=self.run.pk).update(
            status=RunStatus.PENDING, stop_requested=False, message="", finished_at=None
        )
        self.run.refresh_from_db()
        return self.run


def latest_resumable() -> Run:
    """Return the last migration of the configured stores; raise ``NotFoundError`` when there was none."""
    run = Run.objects.filter(pair=pair_id(), operation__in=[Operation.MIGRATE, Operation.SYNC]).first()
    if run is None:
        raise NotFoundError("There is no run to resume; start one without --resume")
    return run


def new_id(kind: str) -> str:
    """Return the seed's kind of id, ``orch_20251009_103000``, with a number behind it when that is taken."""
    start = f"{kind}_{timezone.now():%Y%m%d_%H%M%S}"
    taken = set(Run.objects.filter(orchestration_id__startswith=start).values_list("orchestration_id", flat=True))
    number, found = 1, start
    while found in taken:
        number += 1
        found = f"{start}_{number}"
    return found
