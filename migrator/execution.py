"""Execute a recorded run in this process: open the stores, run the engine, keep results, write the report.

``migrator.tasks`` executes runs in the background, turn by turn, with the same functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from migrator.actions import options_of
from migrator.engine.context import Context
from migrator.engine.errors import EngineError, PreflightError, StoppedError
from migrator.engine.notes import Note, mask
from migrator.engine.recorder import Recorder
from migrator.engine.runner import Runner, StepResult, refuse_lived_in, refuse_replaced
from migrator.engine.step import Step, in_order, with_dependents
from migrator.engine.threads import side_by_side
from migrator.fanout import Fanout
from migrator.memory import flat_memory, give_back
from migrator.models import (
    ACTIVE_RUNS,
    Operation,
    Remark,
    Run,
    RunStatus,
    StepState,
    StepStatus,
)
from migrator.preflight import WAYS, run_preflight
from migrator.proof import Proof, prove
from migrator.recorder import DatabaseRecorder, forget, save_proof, save_report
from migrator.report import folder_of, write_redirects, write_report
from migrator.stores import Store, StoreError
from migrator.webhooks.announcer import Announcer, announce_report
from migrator.workspace import open_context
from steps import STEPS

if TYPE_CHECKING:
    from migrator.files import TransferReport

__all__ = [
    "Closing",
    "RunResult",
    "begin",
    "conclude",
    "execute",
    "keep_remarks",
    "keep_result",
    "put_back",
    "refuse",
    "reset",
    "transfer_files",
    "validate",
]


@dataclass
class RunResult:
    """What became of a run: the result of every step, and where its report is."""

    run: Run
    steps: list[StepResult] = field(default_factory=list)
    report: Path | None = None
    omitted: int = 0
    proof: Proof | None = None
    files: TransferReport | None = None

    @property
    def completed(self) -> bool:
        """Whether the run came to its end without a problem."""
        return self.run.status == RunStatus.COMPLETED

    @property
    def verified(self) -> bool:
        """Whether every step ran, every cell and file arrived, and the store as a whole is sound."""
        return (
            self.completed
            and all(step.verified for step in self.steps)
            and (self.proof is None or self.proof.passed)
            and (self.files is None or self.files.ok)
        )


@flat_memory()
def execute(run: Run, *listeners: Recorder, resume: bool = False) -> RunResult:
    """Execute the run to its end and return what became of it.

    A resumed run goes on where it was and leaves out the steps that are completed. Raises ``StoreError`` when a store
    cannot be used and ``EngineError`` (``StoppedError`` among them) when the run could not go on; both are recorded.
    """
    recorder = Fanout(DatabaseRecorder(run), Announcer(run), *listeners)
    with _recorded(run, recorder), open_context(options_of(run)) as context:
        refuse(run, context, recorder, resume=resume)
        steps = begin(run, resume=resume)
        closing = Closing(run, context)
        files: TransferReport | None = None

        def close() -> str:
            nonlocal files
            problem = closing()
            if run.options.get("include_images"):
                files = transfer_files(run, recorder)
                problem = problem or ("" if files.ok else "files")
            return problem

        runner = Runner(context, run.orchestration_id, recorder, close, partial(_step_is_through, run))
        try:
            results = runner.sync(steps) if run.operation == Operation.SYNC else runner.run(steps, resume=resume)
        finally:
            keep_remarks(run, context)
        run.refresh_from_db()
        return replace(conclude(run, context, results, closing), files=files)


def refuse(run: Run, context: Context, recorder: Recorder, *, resume: bool = False) -> None:
    """Look before a run at what may be in its way; nothing is written.

    Raises ``LivedInError`` for a target that is in use already, ``PreflightError`` for a finding that blocks, and
    ``ReplacedError`` when a run is to go on in a target that has nothing of what it has completed.
    """
    if resume:
        refuse_replaced(context, [STEPS[step_id] for step_id in _completed(run)])
    elif run.operation in (Operation.MIGRATE, Operation.DRY_RUN, Operation.SYNC):
        refuse_lived_in(context)
        if run.operation != Operation.SYNC or not context.kept:
            _refuse_blocked(context, recorder)
            give_back()


def _refuse_blocked(context: Context, recorder: Recorder) -> None:
    found = run_preflight(context, list(STEPS.values()))
    blocking = found.of("blocking")
    if blocking:
        more = f" ({len(blocking) - 1} more: manage.py preflight shows them)" if len(blocking) > 1 else ""
        raise PreflightError(f"{blocking[0].message} {blocking[0].advice}{more}".strip())
    recorder.log(
        "info", f"Preflight: {len(found.of('warning'))} warnings, {len(found.of('info'))} remarks, nothing in the way"
    )
    for finding in found.findings:
        if finding.check in WAYS:
            recorder.log("info", finding.message, check=finding.check)


@dataclass
class Closing:
    """Proves the store as a whole after the last step of a run that was about all of them.

    The servers do the most of it. Meanwhile the redirects, for which this program does the most, are written.
    """

    run: Run
    context: Context
    proof: Proof | None = None
    redirects: dict[str, int] | None = None

    def __call__(self) -> str:
        """Return what is wrong, empty when nothing is or when it was not asked for."""
        compared = self.run.operation in (Operation.MIGRATE, Operation.SYNC, Operation.VALIDATE)
        if not compared or self.context.options.skip_validation or set(self.run.steps) != set(STEPS):
            return ""
        if _writes_report(self.run):
            proof, self.redirects = side_by_side(lambda: prove(self.context), self.write_redirects)
        else:
            proof = prove(self.context)
        self.proof = proof
        announce_report(save_proof(self.run, proof))
        return "" if proof.passed else proof.sentence()

    def write_redirects(self) -> dict[str, int]:
        """Write the redirects into the run's report; return file name → number of redirects."""
        return write_redirects(folder_of(self.run) / "redirects", self.context)


def _writes_report(run: Run) -> bool:
    return run.operation in (Operation.MIGRATE, Operation.SYNC) and set(run.steps) == set(STEPS)


def begin(run: Run, *, resume: bool) -> list[Step]:
    """Return the steps that are to be done; those of a migration that is not resumed begin anew."""
    steps = in_order(STEPS, run.steps)
    if resume:
        return [step for step in steps if step.step_id not in _completed(run)]
    if run.operation == Operation.MIGRATE:
        forget(run.pair, [step.step_id for step in steps])
    return steps


def keep_result(run: Run, result: StepResult) -> None:
    """Keep the comparison of a step that is through as its validation report, when anything was compared."""
    if result.checks:
        announce_report(save_report(run, result.step_id, result.checks, result.rejected))


def _step_is_through(run: Run, result: StepResult) -> None:
    keep_result(run, result)
    give_back()


def conclude(run: Run, context: Context, results: list[StepResult], closing: Closing) -> RunResult:
    """Close what the finished run has overtaken, and write its report when it was about everything."""
    result = RunResult(run, results, proof=closing.proof)
    if run.operation not in (Operation.MIGRATE, Operation.SYNC):
        return result
    _supersede(run)
    if _writes_report(run):
        _recall_remarks(run, context)
        redirects = closing.write_redirects() if closing.redirects is None else closing.redirects
        result.report, result.omitted = write_report(run, context, results, redirects)
    return result


def transfer_files(run: Run, recorder: Recorder) -> TransferReport:
    """Copy the shop's files (issue by issue into the log) and return the report.

    Raises ``StoppedError`` when the recorder says stop, ``EngineError`` when a folder cannot be used.
    """
    # Pictures need libraries that take their time to load, and most runs are without.
    from migrator.files import FilesError, Roots, transfer

    try:
        with (
            Roots.open("source", settings.SOURCE_IMAGE_URL, settings.SOURCE_STORAGE_URL) as source,
            Roots.open("target", settings.TARGET_IMAGE_URL, settings.TARGET_STORAGE_URL) as target,
        ):
            report = transfer(
                Store.open(settings.SOURCE_DATABASE_URL, "source"),
                source,
                target,
                dry_run=options_of(run).dry_run,
                should_stop=recorder.should_stop,
                on_issue=lambda issue: recorder.log("warning", issue.message, file=issue.file, reason=issue.reason),
            )
    except FilesError as error:
        raise EngineError(str(error)) from error
    if report.stopped:
        raise StoppedError("Stopped as asked; resume it to go on with the files")
    return report


@contextmanager
def _recorded(run: Run, recorder: Recorder) -> Iterator[None]:
    """Make sure that a run whose process goes on never stays “running”."""
    try:
        yield
    except BaseException as error:
        run.refresh_from_db()
        if run.status in ACTIVE_RUNS:
            known = isinstance(error, EngineError | StoreError)
            recorder.run_finished("failed", str(error) if known else f"Interrupted: {type(error).__name__}")
        raise


def _completed(run: Run) -> set[str]:
    """Return the steps that the run has completed, without those that were reset since."""
    completed = run.step_runs.filter(status=StepStatus.COMPLETED).values_list("step_id", flat=True)
    return set(
        StepState.objects.filter(pair=run.pair, step_id__in=completed)
        .exclude(status=StepStatus.PENDING)
        .values_list("step_id", flat=True)
    )


def _supersede(run: Run) -> None:
    """Close foreground runs of the same stores whose process is gone: this one could take their lease."""
    Run.objects.filter(
        pair=run.pair, status__in=ACTIVE_RUNS, created_at__lt=run.created_at, units__isnull=True
    ).exclude(pk=run.pk).update(
        status=RunStatus.FAILED, message="Interrupted; a later run took over", finished_at=timezone.now()
    )


def keep_remarks(run: Run, context: Context) -> None:
    """Add the context's remarks to those of the run; one that is there already is not repeated."""
    known = set(run.remarks.values_list("kind", "table", "key"))
    Remark.objects.bulk_create(
        [
            Remark(
                run=run,
                kind=note.kind,
                table=note.table,
                key=note.key[:255],
                message=note.message,
                data={name: _plain(value) for name, value in mask(note.data).items()},
            )
            for note in context.notes.values()
            if (note.kind, note.table, note.key[:255]) not in known
        ],
        batch_size=500,
    )


def _recall_remarks(run: Run, context: Context) -> None:
    """Let the context know the remarks of earlier processes and turns of the run."""
    for remark in run.remarks.all():
        context.note(Note(remark.kind, remark.table, remark.key, remark.message, remark.data))


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | float | str | list | dict | None) else str(value)


@flat_memory()
def validate(run: Run, *listeners: Recorder) -> RunResult:
    """Compare the run's steps with the source and return the result; nothing is written to either store."""
    recorder = Fanout(DatabaseRecorder(run), Announcer(run), *listeners)
    with _recorded(run, recorder), open_context(options_of(run)) as context:
        closing = Closing(run, context)
        runner = Runner(context, run.orchestration_id, recorder, closing, partial(_step_is_through, run))
        results = runner.validate(in_order(STEPS, run.steps))
        run.refresh_from_db()
        return conclude(run, context, results, closing)


def reset(run: Run, log: Callable[[str], None] | None = None) -> list[str]:
    """Put the target's tables of the run's steps, and of those that depend on them, back; return the step_ids."""
    recorder = DatabaseRecorder(run)
    with _recorded(run, recorder), open_context(options_of(run)) as context:
        recorder.run_started(run.orchestration_id, [step.step_id for step in with_dependents(STEPS, run.steps)], "")
        done = put_back(run, context, recorder, log)
        recorder.run_finished("completed", "")
    return done


def put_back(run: Run, context: Context, recorder: Recorder, log: Callable[[str], None] | None = None) -> list[str]:
    """Put the tables of a reset run back and return the step_ids; can be repeated when it was interrupted."""
    steps = with_dependents(STEPS, run.steps)

    def changed(step: Step, tables: list[str]) -> None:
        forget(run.pair, [step.step_id])
        StepState.objects.filter(pair=run.pair, step_id=step.step_id).update(
            status=StepStatus.PENDING, target_count=0, verified=None
        )
        if log:
            log(f"{step.name}: {len(tables)} tables put back")

    Runner(context, run.orchestration_id, recorder).reset(steps, changed)
    return [step.step_id for step in steps]
