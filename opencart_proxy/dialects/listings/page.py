"""Lists: paging, sorting, filters by date, and which keys to show (store-api 19.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.sql import Select
from sqlalchemy.sql.elements import ColumnElement

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.database import Row
from opencart_proxy.php import as_int

__all__ = ["InvalidError", "Page", "contains", "invalid", "limited", "moment", "numbers", "paged"]

MOST = 100
USUAL = 20


class InvalidError(Exception):
    """A parameter or field is not acceptable; ``errors`` names each with its text."""

    def __init__(self, **errors: str) -> None:
        super().__init__()
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list and how it is sorted."""

    page: int
    limit: int
    sort: str
    descending: bool

    @classmethod
    def read(cls, call: Call, sorts: Mapping[str, Any], *, descending: bool = False) -> Page:
        """Read ``page``, ``limit``, ``sort`` and ``order``. Raises ``InvalidError``."""
        param, errors = call.request.param, {}
        page, limit = param("page") or "1", param("limit") or str(USUAL)
        first = next(iter(sorts))
        sort, order = param("sort") or first, (param("order") or ("DESC" if descending else "ASC")).upper()
        if not re.fullmatch(r"[1-9]\d{0,8}", page):
            errors["page"] = "Page must be a whole number from 1!"
        if not re.fullmatch(r"[1-9]\d{0,2}", limit) or int(limit) > MOST:
            errors["limit"] = f"Limit must be a whole number from 1 to {MOST}!"
        if sort not in sorts:
            errors["sort"] = f"Sort must be one of {', '.join(sorts)}!"
        if order not in {"ASC", "DESC"}:
            errors["order"] = "Order must be ASC or DESC!"
        if errors:
            raise InvalidError(**errors)
        return cls(int(page), int(limit), sort, order == "DESC")


def paged(
    call: Call, query: Select[Any], sorts: Mapping[str, ColumnElement[Any]], *, descending: bool = False
) -> tuple[list[Row], dict[str, int]]:
    """Return the rows of the requested page and the ``pagination`` of the answer; two queries.

    ``sorts`` names the columns that can be sorted by; the first is the default, and breaks ties. Raises
    ``InvalidError``.
    """
    page = Page.read(call, sorts, descending=descending)
    total = int(call.db.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0)
    by, tie = sorts[page.sort], next(iter(sorts.values()))
    keys = [by, tie] if by is not tie else [by]
    query = query.order_by(*(key.desc() if page.descending else key.asc() for key in keys))
    rows = call.db.all(query.limit(page.limit).offset((page.page - 1) * page.limit))
    pages = -(-total // page.limit)
    return rows, {"page": page.page, "limit": page.limit, "total": total, "pages": pages}


def moment(call: Call, name: str, *, end: bool = False) -> str:
    """Return a date or date-time parameter as the database writes it, empty when absent.

    A day alone means its beginning, or its ``end``. Raises ``InvalidError``.
    """
    value = call.request.param(name)
    if not value:
        return ""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return f"{date.fromisoformat(value)} {'23:59:59' if end else '00:00:00'}"
        return datetime.fromisoformat(value).strftime("%Y-%m-%d %H:%M:%S")
    except ValueError:
        raise InvalidError(**{name: f"{name} must be YYYY-MM-DD or YYYY-MM-DD HH:MM:SS!"}) from None


def numbers(call: Call, name: str) -> list[int]:
    """Return a comma list of ids, empty when absent. Raises ``InvalidError``."""
    value = call.request.param(name)
    if value and not re.fullmatch(r"\d{1,18}(,\d{1,18})*", value):
        raise InvalidError(**{name: f"{name} must be a number or a comma list of numbers!"})
    return [as_int(part) for part in value.split(",")] if value else []


def contains(column: ColumnElement[Any], value: str, *, prefix: bool = False) -> ColumnElement[bool]:
    """Return the condition that a text contains, or begins with, ``value``, taken literally."""
    literal = re.sub(r"([\\%_])", r"\\\1", value)
    return column.like(f"{literal}%" if prefix else f"%{literal}%", escape="\\")


def limited(call: Call, document: dict[str, Any]) -> dict[str, Any]:
    """Return the keys that ``fields`` asks for, all without it. Raises ``InvalidError``."""
    wanted = [name for name in call.request.param("fields").split(",") if name]
    unknown = [name for name in wanted if name not in document]
    if unknown:
        raise InvalidError(fields=f"There is no field {unknown[0]}!")
    return {name: document[name] for name in wanted} if wanted else document


def invalid(error: InvalidError) -> dict[str, Any]:
    """Return the document of a refused request."""
    return {"error": {**error.errors, "warning": texts.FORM_ERRORS}}
