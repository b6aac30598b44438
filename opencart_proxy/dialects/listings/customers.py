"""``GET api/customer`` (store-api 19.7)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, func, select

from opencart_proxy.call import Call
from opencart_proxy.database import Row
from opencart_proxy.dialects.listings.page import contains, limited, moment, numbers, paged
from opencart_proxy.dialects.listings.values import picked
from opencart_proxy.php import loads

__all__ = ["customers"]


def customers(call: Call) -> Any:
    """List customers; nothing that lets anybody log in is shown."""
    customer, group = call.db.table("customer"), call.db.table("customer_group_description")
    columns, name = customer.c, func.concat(customer.c.firstname, " ", customer.c.lastname)
    query = select(customer, group.c.name.label("customer_group")).outerjoin(
        group,
        and_(group.c.customer_group_id == columns.customer_group_id, group.c.language_id == call.language_id),
    )
    param = call.request.param
    if param("filter_name"):
        query = query.where(contains(name, param("filter_name")))
    if param("filter_email"):
        query = query.where(contains(columns.email, param("filter_email")))
    for key in ("customer_group_id", "status"):
        wanted = numbers(call, f"filter_{key}")
        query = query.where(columns[key].in_(wanted)) if wanted else query
    start, end = moment(call, "filter_date_added_from"), moment(call, "filter_date_added_to", end=True)
    query = query.where(columns.date_added >= start) if start else query
    query = query.where(columns.date_added <= end) if end else query
    sorts = {"customer_id": columns.customer_id, "name": name, "email": columns.email, "date_added": columns.date_added}
    rows, pagination = paged(call, query, sorts)
    return {"customers": [limited(call, _customer(row)) for row in rows], "pagination": pagination}


def _customer(row: Row) -> dict[str, Any]:
    return {
        **picked(row, "customer_id", "customer_group_id", "customer_group", "store_id", "language_id"),
        **picked(row, "firstname", "lastname", "email", "telephone", flags=("newsletter", "status", "safe")),
        "custom_field": loads(row["custom_field"]) or [],
        **picked(row, dates=("date_added",)),
    }
