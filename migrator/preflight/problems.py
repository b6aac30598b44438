"""A test of the values that a map gives for a target column, and the findings that come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from migrator.engine.resolve import ResolvedPart
from migrator.engine.tablemap import Expr
from migrator.preflight.finding import Finding, finding
from migrator.preflight.survey import Survey

__all__ = ["Problem", "look_for"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What can be wrong with the values of a column: the check's name, the end of the sentence, and the test."""

    check: str
    text: str
    condition: Callable[[Any], Expr]


def look_for(survey: Survey, part: ResolvedPart, problems: Mapping[str, Problem]) -> Iterator[Finding]:
    """Yield a finding for every target column (the keys) that would get values with its problem.

    One query for a part, and one more for each column that has the problem.
    """
    if not problems:
        return
    mapped = survey.mapped(part)
    conditions = [problem.condition(mapped.c[name]) for name, problem in problems.items()]
    counts = survey.counts(mapped, conditions)
    for (name, problem), condition, count in zip(problems.items(), conditions, counts, strict=True):
        if count:
            yield finding(
                problem.check,
                "warning",
                f"Values for {part.table.name}.{name} cannot be kept: the column {problem.text}.",
                count=count,
                rows=survey.sample(mapped, [*part.table.primary_key, name], condition),
                advice="Change the values in OpenCart 3; the target refuses these rows, and the run ends with rejects.",
                table=part.part.source,
            )
