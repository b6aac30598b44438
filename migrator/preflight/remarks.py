"""What the steps themselves have to say about the shop, before they run.

Every step notes what it changes, renames or leaves out. The same code runs here on a context of its own, and the notes
become findings, so that no rule is written twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError

from migrator.engine.notes import Note
from migrator.engine.resolve import ResolvedTable
from migrator.engine.tablemap import Range
from migrator.engine.write import refusal
from migrator.preflight.finding import Finding, finding
from migrator.preflight.survey import Survey
from migrator.preflight.topics import Topic, topic

__all__ = ["remarks"]


def remarks(survey: Survey) -> Iterator[Finding]:
    """The notes of all steps, gathered by subject; a table that cannot be converted at all is blocking."""
    for step in survey.steps:
        for remark in step.remarks:
            remark(survey.context)
    for table in survey.tables:
        yield from _conversion(table)
    yield from _findings(survey)


def _conversion(table: ResolvedTable) -> Iterator[Finding]:
    """Convert the rows that need Python, one after the other, for the notes that come of it."""
    try:
        for part in table.parts:
            if part.has_python_rows:
                for _ in part.python_rows(Range()):
                    pass
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        yield finding(
            "conversion",
            "blocking",
            f"The rows for {table.name} cannot be converted: {refusal(error).rstrip('.')}.",
            advice="Look for values of an unusual form in the source tables of this step.",
            table=table.name,
        )


def _findings(survey: Survey) -> Iterator[Finding]:
    groups: dict[tuple[str, str], list[Note]] = {}
    for note in survey.context.notes.values():
        groups.setdefault((note.kind, note.table), []).append(note)
    uncounted = Counter(survey.context.more_notes)
    for (kind, table), notes in groups.items():
        subject: Topic = topic(kind, notes[0].message)
        yield finding(
            kind,
            subject.severity,
            subject.message,
            count=len(notes) + uncounted.pop(kind, 0),
            rows=({"row": note.key, "note": note.message, **note.data} for note in notes),
            advice=subject.advice,
            table=table,
        )
