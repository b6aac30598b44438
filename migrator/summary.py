"""The result of a run in one sentence for people, and as a document for machines."""

from __future__ import annotations

from typing import Any

from migrator.engine.runner import StepResult
from migrator.execution import RunResult
from migrator.models import Operation
from migrator.proof import Proof
from migrator.terminal import duration

__all__ = ["as_document", "sentence"]

SHOWN = 10


def sentence(result: RunResult, seconds: float) -> str:
    """Return what became of a run, what is wrong, and where to read on."""
    lines = [_outcome(result, seconds)]
    for step in result.steps:
        for check in step.checks:
            lines.extend(f"  {difference}" for difference in check.differences[:SHOWN])
            if check.differing_rows > SHOWN:
                lines.append(f"  … {check.differing_rows:,} rows of {check.table} differ in all")
        lines.extend(f"  {conflict}" for conflict in step.conflicts[:SHOWN])
        if step.rejected:
            lines.append(f"  {step.step_id}: {step.rejected:,} rows were refused; the log says why")
    if result.proof is not None:
        lines.extend(f"  {line}" for line in result.proof.lines(SHOWN))
    if result.files is not None:
        found = result.files.as_dict()
        lines.append(
            f"Files: {found['transferred']:,} copied, {found['skipped']:,} there already, {found['failed']:,} failed"
        )
    if result.report is not None:
        lines.append(f"Report, data without a home ({result.omitted:,} rows) and redirects: {result.report}")
    return "\n".join(lines)


def _outcome(result: RunResult, seconds: float) -> str:
    rows = sum(step.rows for step in result.steps)
    tables = sum(len(step.checks) for step in result.steps)
    cells = sum(check.target_count for step in result.steps for check in step.checks)
    took = duration(seconds)
    held = (
        f" {result.proof.sentence()[0].upper()}{result.proof.sentence()[1:]}."
        if result.proof and result.verified
        else ""
    )
    if result.run.operation == Operation.DRY_RUN:
        found = "every cell would arrive" if result.verified else "not everything would arrive"
        return f"Dry run: {rows:,} rows in {tables} tables in {took}; {found} (verified without keeping anything)."
    if result.run.operation == Operation.SYNC:
        gone = sum(step.deleted for step in result.steps)
        conflicts = sum(len(step.conflicts) for step in result.steps)
        left = f"; {conflicts:,} rows were changed in OpenCart 4 since and were left alone" if conflicts else ""
        word = "verified" if result.verified else "not verified"
        return f"Synced in {took}: {rows:,} rows brought over, {gone:,} deleted, {cells:,} compared{left}: {word}."
    if not result.steps:
        return "Nothing was left to do."
    if result.verified and result.run.operation == Operation.VALIDATE:
        return f"Every cell is as it should be: {cells:,} rows in {tables} tables verified in {took}.{held}"
    if result.verified and tables:
        return f"Every cell arrived: {cells:,} rows in {tables} tables migrated and verified in {took}.{held}"
    if result.completed and not tables:
        return f"{rows:,} rows migrated in {took}; the comparison was skipped, so nothing is proven yet."
    if result.run.operation == Operation.VALIDATE:
        return f"Not everything is as it should be ({cells:,} rows in {tables} tables compared in {took}):"
    return f"Not everything arrived: {rows:,} rows in {took}; what is wrong:"


def as_document(result: RunResult, steps: dict[str, float], seconds: float) -> dict[str, Any]:
    """Return the result as ``migrate_store --json`` prints it; times are in seconds."""
    return {
        "orchestration_id": result.run.orchestration_id,
        "operation": result.run.operation,
        "status": result.run.status,
        "verified": result.verified,
        "message": sentence(result, seconds).split("\n", maxsplit=1)[0],
        "path": result.run.path,
        "seconds": round(seconds, 3),
        "steps": [_step(step, steps.get(step.step_id, 0.0)) for step in result.steps],
        "store": _proof(result.proof) if result.proof else None,
        "report": str(result.report) if result.report else None,
        "omitted_rows": result.omitted,
        "files": result.files.as_dict() if result.files else None,
    }


def _proof(proof: Proof) -> dict[str, Any]:
    return {
        "passed": proof.passed,
        "rules": len(proof.invariants),
        "sums": len(proof.sums),
        "problems": proof.lines(SHOWN),
    }


def _step(step: StepResult, seconds: float) -> dict[str, Any]:
    return {
        "step_id": step.step_id,
        "verified": step.verified,
        "rows": step.rows,
        "deleted": step.deleted,
        "rejected": step.rejected,
        "seconds": round(seconds, 3),
        "source_count": sum(check.source_count for check in step.checks),
        "target_count": sum(check.target_count for check in step.checks),
        "differing_rows": sum(check.differing_rows for check in step.checks),
        "differences": [str(difference) for check in step.checks for difference in check.differences],
        "conflicts": [str(conflict) for conflict in step.conflicts],
        "tables": [
            {
                "table": check.table,
                "source_count": check.source_count,
                "target_count": check.target_count,
                "differing_rows": check.differing_rows,
            }
            for check in step.checks
        ],
    }
