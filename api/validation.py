"""Validate a step, and tell its last result (seed 000, “Validation API”)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User

from api.findings import breaches, check_rules, file_counts
from api.runs import record
from migrator import execution
from migrator.actions import options_of
from migrator.engine.verify import Difference
from migrator.errors import NotFoundError
from migrator.files import KINDS
from migrator.models import Operation, RejectedRow, ValidationReport
from migrator.workspace import open_context, pair_id
from steps import STEPS

__all__ = ["described_report", "last_report", "validate"]

Finding = dict[str, Any]


def validate(user: User, step_id: str) -> dict[str, Any]:
    """Compare a step with its source here and now, and return the ``validation`` object.

    Raises ``StoreError``, ``EngineError`` and ``ConflictError`` (the step is at work).
    """
    run = record(user, step_id, Operation.VALIDATE)
    execution.validate(run)
    with open_context(options_of(run)) as context:
        check_rules(context, STEPS[step_id])
    report = last_report(step_id)
    errors = _errors(report)
    return {
        "passed": not errors,
        "errors": errors,
        "warnings": _warnings(step_id),
        "source_count": report.source_count,
        "target_count": report.target_count,
    }


def last_report(step_id: str) -> ValidationReport:
    """Return the step's last validation. Raises ``NotFoundError`` when there was none."""
    report = ValidationReport.objects.filter(pair=pair_id(), step_id=step_id).first()
    if report is None:
        raise NotFoundError(
            f"“{step_id}” has not been validated yet; POST /api/validate/{step_id} does it", step_id=step_id
        )
    return report


def described_report(report: ValidationReport) -> dict[str, Any]:
    """Return the ``report`` object."""
    errors, warnings = _errors(report), _warnings(report.step_id)
    return {
        "step_id": report.step_id,
        "validation_date": report.created_at,
        "overall_status": "failed" if errors else "passed",
        "checks": [_record_count(report), *_integrity(report.step_id), *_images(report.step_id)],
        "tables": report.checks,
        "errors": errors,
        "warnings": warnings,
    }


def _record_count(report: ValidationReport) -> dict[str, Any]:
    return {
        "name": "Record Count",
        "status": "passed" if report.source_count == report.target_count else "failed",
        "source_count": report.source_count,
        "target_count": report.target_count,
    }


def _integrity(step_id: str) -> list[dict[str, Any]]:
    found = breaches(step_id)
    if found is None:
        return []
    if not found:
        return [{"name": "Data Integrity", "status": "passed", "details": "All foreign keys and rules valid"}]
    made = [one for one in found if not one.inherited]
    details = "; ".join(one.message for one in (made or found)[:3])
    return [{"name": "Data Integrity", "status": "failed" if made else "warning", "details": details}]


def _images(step_id: str) -> list[dict[str, Any]]:
    counts = file_counts(step_id) if step_id in KINDS else None
    if counts is None:
        return []
    bad = counts.missing + counts.corrupted
    details = f"{counts.missing} images missing, {counts.corrupted} corrupted" if bad else "All images valid"
    return [{"name": "Image Validation", "status": "warning" if bad else "passed", "details": details}]


def _errors(report: ValidationReport) -> list[Finding]:
    refused = RejectedRow.objects.filter(pair=report.pair, step_id=report.step_id, resolved_at=None).count()
    found = [finding for check in report.checks for finding in _of_table(check)]
    found += [_of_difference(difference) for difference in report.differences]
    if refused:
        found.append(
            {"type": "rejected_rows", "message": f"{refused} rows were refused by the target", "severity": "high"}
        )
    found += [
        {"type": "broken_rule", "message": one.message, "severity": "high", "table": one.table, "key": one.key}
        for one in breaches(report.step_id) or ()
        if not one.inherited
    ]
    return found


def _of_table(check: Mapping[str, Any]) -> list[Finding]:
    source, target = check["source_count"], check["target_count"]
    if source == target:
        return []
    message = f"Source count ({source}) != Target count ({target}) in {check['name']}"
    return [{"type": "count_mismatch", "message": message, "severity": "high", "table": check["name"]}]


def _of_difference(difference: Mapping[str, Any]) -> Finding:
    table, key = difference["table"], difference["key"]
    where = {"severity": "high", "table": table, "key": key}
    match difference["kind"]:
        case "missing":
            return {"type": "missing_row", "message": f"{table} {key} is missing in OpenCart 4", **where}
        case "unexpected":
            return {"type": "unexpected_row", "message": f"{table} {key} should not be in OpenCart 4", **where}
        case "lost":
            kind = "missing_column" if difference["column"] else "missing_table"
            return {"type": kind, "message": str(Difference(**difference)), **where}
        case "changed" if not difference["column"]:
            return {"type": "row_difference", "message": str(Difference(**difference)), **where}
        case _:
            return {
                "type": "cell_difference",
                "message": f"{table} {key} differs in {difference['column']}",
                "column": difference["column"],
                "expected": difference["expected"],
                "found": difference["found"],
                **where,
            }


def _warnings(step_id: str) -> list[Finding]:
    found: list[Finding] = [
        {"type": "inherited_breach", "message": one.message, "severity": "medium", "table": one.table, "key": one.key}
        for one in breaches(step_id) or ()
        if one.inherited
    ]
    counts = file_counts(step_id) if step_id in KINDS else None
    for kind, number in (("missing", counts.missing), ("corrupted", counts.corrupted)) if counts else ():
        if number:
            found.append(
                {"type": f"{kind}_images", "message": f"{number} images of {step_id} {kind}", "severity": "medium"}
            )
    return found
