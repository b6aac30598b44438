"""Step 7: administrators, with their passwords, and what their groups may do."""

from __future__ import annotations

from collections.abc import Iterable

from migrator.engine.context import Context
from migrator.engine.notes import Note
from migrator.engine.step import Step
from migrator.engine.tablemap import Part, Range, Row, TableMap, renamed, value
from steps import facts
from steps.convert.notes import Converted
from steps.convert.permissions import Permissions, convert_groups
from steps.rules import SALT

ADMINISTRATION = "user/user_permission"


def _groups(context: Context) -> Converted[list[Row]]:
    return context.fact(
        "user_groups",
        lambda: convert_groups(context.rows("user_group"), context.original("user_group"), facts.target(context)),
    )


def _administrator_groups(context: Context) -> set[int]:
    found = set()
    for row in _groups(context).value:
        permissions = Permissions.read(row["permission"])
        if permissions is not None and ADMINISTRATION in permissions.modify:
            found.add(int(row["user_group_id"]))
    return found


def _has_administrator(context: Context) -> bool:
    groups = _administrator_groups(context)
    return any(
        int(row["user_group_id"]) in groups and row["status"]
        for row in context.rows("user", "user_group_id", "status", order="user_group_id")
    )


def _installer(context: Context) -> Row | None:
    """Return the target's own account, to be kept when no administrator comes from the source (data-map 4)."""
    if _has_administrator(context):
        return None
    fresh = context.original("user")
    return fresh[0] if fresh else None


def _user_groups(context: Context, _: Range) -> Iterable[Row]:
    converted = _groups(context)
    for note in converted.notes:
        context.note(note)
    yield from converted.value
    if _installer(context) is not None and not _administrator_groups(context):
        own = next((row for row in context.original("user_group") if row["name"] == "Administrator"), None)
        if own is not None:
            yield {**own, "user_group_id": context.maximum("user_group", "user_group_id") + 1}


def _kept_user(context: Context, chunk: Range) -> Iterable[Row]:
    user = _installer(context)
    user_id = context.maximum("user", "user_id") + 1
    if user is None or user_id not in chunk:
        return
    group = min(_administrator_groups(context), default=context.maximum("user_group", "user_group_id") + 1)
    taken = {row["username"] for row in context.rows("user", "username", order="username")}
    name = user["username"] if user["username"] not in taken else f"{user['username'][:16]}_oc4"
    context.note(
        Note(
            "installer_account",
            "user",
            str(user_id),
            f"No administrator of the old shop could open every page, so OpenCart 4's own account “{name}” was kept",
            {"username": name},
        )
    )
    yield {**user, "user_id": user_id, "username": name, "user_group_id": group}


def _remarks(context: Context) -> None:
    for row in context.stream("user", where="CHAR_LENGTH(password) NOT IN (32, 40, 60)"):
        context.note(
            Note(
                "password_length",
                "user",
                str(row["user_id"]),
                f"Administrator “{row['username']}” has no usable password and must ask for a new one",
                {"user_id": row["user_id"], "username": row["username"]},
            )
        )


STEP = Step(
    step_id="admin_users",
    name="Admin Users Migration",
    description="Administrators with their passwords, and their groups with rewritten permissions",
    category="system",
    depends_on=("default_data",),
    tables=("user", "user_group"),
    maps=(
        TableMap(
            "user_group",
            (Part(rows=_user_groups, reads=("user_group",), text="every route of permission is rewritten"),),
        ),
        TableMap(
            "user",
            (
                Part(
                    "user",
                    columns={"code": value("", "a one-time secret"), "salt": renamed("salt")},
                    transient={"code": "a one-time secret"},
                    rows=_kept_user,
                    text="the target's own account stays when the source has no administrator",
                ),
            ),
            adds=(SALT,),
        ),
    ),
    remarks=(_remarks,),
)

__all__ = ["STEP"]
