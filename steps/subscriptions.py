"""Recurring orders as subscriptions (data-map 2.6); part of the orders step."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case, func, literal_column, or_, select

from migrator.engine.context import Context
from migrator.engine.notes import Note
from migrator.engine.sql import concat, text_of
from migrator.engine.tablemap import Expr, Part, Row, Scope, TableMap, computed, renamed, value
from steps import facts
from steps.attributes import OPTION_TYPE
from steps.order_columns import address_id, language_code, payment_method, shipping_method

__all__ = ["SUBSCRIPTION_MAPS", "next_date", "subscription_remarks"]

FREQUENCIES = ("day", "week", "semi_month", "month", "year")
DAYS = {"day": 1, "week": 7, "semi_month": 15}
MONTHS = {"month": 1, "year": 12}
ACTIVE, SUSPENDED = 2, 4
STATUS = {1: SUSPENDED, 2: SUSPENDED, 3: 5, 4: SUSPENDED, 5: 3, 6: 1}
"""OpenCart 3 status → OpenCart 4 status; an active one is suspended until its owner says otherwise."""
TRANSACTION_STATUS = {0: 1, 1: 2, 2: 2, 4: 6, 5: 5, 6: SUSPENDED, 7: 6, 8: 6, 9: 3}
TRANSACTION_NAMES = (
    "created",
    "payment",
    "outstanding payment",
    "skipped",
    "failed",
    "cancelled",
    "suspended",
    "suspended by failure",
    "outstanding failed",
    "expired",
)
PAYMENT = "1"


def _order(s: Scope) -> Any:
    return s.joined("order", lambda: s.other("order")).c


def _with_order(s: Scope) -> Any:
    order = s.joined("order", lambda: s.other("order"))
    return s.main.outerjoin(order, order.c.order_id == s.c.order_id)


def _of_order(column: str, default: Any = 0) -> Any:
    return computed(f"the order's {column}", lambda s: func.coalesce(_order(s)[column], default))


def _line(s: Scope, column: str = "order_product_id") -> Expr:
    """Return a column of the first order line with the same product."""
    line = s.other("order_product")
    first = (
        select(line.c[column])
        .where(line.c.order_id == s.c.order_id, line.c.product_id == s.c.product_id)
        .order_by(line.c.order_product_id)
        .limit(1)
    )
    return func.coalesce(first.scalar_subquery(), 0 if column.endswith("_id") else "")


def _status(s: Scope, column: Any) -> Expr:
    known = dict(STATUS)
    if s.context.options.activate_subscriptions:
        known[1] = ACTIVE
    return case(*((column == old, new) for old, new in known.items()), else_=1)


def _frequency(column: Expr, otherwise: str) -> Expr:
    return case((func.lower(column).in_(FREQUENCIES), func.lower(column)), else_=otherwise)


def _trial_frequency(s: Scope) -> Expr:
    return case((s.c.trial == 0, "day"), else_=_frequency(s.c.trial_frequency, "month"))


def _payments(s: Scope) -> Expr:
    made = s.other("order_recurring_transaction")
    return (
        select(func.count())
        .where(made.c.order_recurring_id == s.c.order_recurring_id, made.c.type == PAYMENT)
        .scalar_subquery()
    )


def _left(duration: str) -> Any:
    return lambda s: case((s.c[duration] > _payments(s), s.c[duration] - _payments(s)), else_=0)


def _last_due(s: Scope) -> Expr:
    made = s.other("order_recurring_transaction")
    last = (
        select(func.max(made.c.date_added))
        .where(made.c.order_recurring_id == s.c.order_recurring_id, made.c.type == PAYMENT)
        .scalar_subquery()
    )
    return func.coalesce(last, s.c.date_added)


def _comment(s: Scope) -> Expr:
    both = concat(s.c.recurring_description, "\n", s.c.reference)
    return case(
        (s.c.reference == "", s.c.recurring_description), (s.c.recurring_description == "", s.c.reference), else_=both
    )


def _currency_id(s: Scope) -> Expr:
    return func.coalesce(_order(s).currency_id, 0)


def next_date(last: str, frequency: str, cycle: int, today: date) -> str:
    """Return the first due moment after ``today``, counted from ``last`` in steps of ``cycle`` × ``frequency``.

    Moments are ``YYYY-MM-DD HH:MM:SS``; a ``last`` that is no date counts from today.
    """
    try:
        moment = datetime.fromisoformat(last)
    except ValueError:
        moment = datetime.combine(today, datetime.min.time())
    cycle = max(cycle, 1)
    if frequency in DAYS:
        step = timedelta(days=DAYS[frequency] * cycle)
        periods = max((today - moment.date()) // step + 1, 1)
        return str(moment + periods * step)
    months = MONTHS.get(frequency, 1) * cycle
    periods = max(((today.year - moment.year) * 12 + today.month - moment.month) // months, 1)
    while (found := _add_months(moment, periods * months)).date() <= today:
        periods += 1
    return str(found)


def _add_months(moment: datetime, months: int) -> datetime:
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    last_day = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last_day))


def _with_next_date(context: Context, row: Row) -> Row:
    row["date_next"] = next_date(str(row["date_next"]), row["frequency"], int(row["cycle"]), facts.today(context))
    return row


PLAN = {
    "subscription_plan_id": renamed("recurring_id"),
    "trial_status": renamed("trial"),
    "trial_frequency": computed(
        "trial_frequency; “day” without a trial, “month” when unknown", _trial_frequency, "trial_frequency"
    ),
    "trial_tax": value(0),
    "price": renamed("recurring_price"),
    "tax": value(0),
    "frequency": computed(
        "recurring_frequency; “month” when unknown",
        lambda s: _frequency(s.c.recurring_frequency, "month"),
        "recurring_frequency",
    ),
    "cycle": renamed("recurring_cycle"),
    "duration": renamed("recurring_duration"),
    "trial_remaining": computed("trial_duration less the payments made", _left("trial_duration")),
    "remaining": computed("recurring_duration less the payments made", _left("recurring_duration")),
    "quantity": renamed("product_quantity"),
    "order_product_id": computed("the order's line with the product", _line),
}

SUBSCRIPTION = TableMap(
    "subscription",
    (
        Part(
            "order_recurring",
            {
                **PLAN,
                "subscription_id": renamed("order_recurring_id"),
                **{
                    name: _of_order(name)
                    for name in ("store_id", "customer_id", "language_id", "affiliate_id", "marketing_id")
                },
                **{
                    name: _of_order(name, "")
                    for name in ("tracking", "ip", "forwarded_ip", "user_agent", "accept_language")
                },
                "customer_group_id": _of_order("customer_group_id"),
                "commission": _of_order("commission"),
                "currency_id": computed("the order's currency_id", _currency_id),
                "currency": _of_order("currency_code", ""),
                "language": computed("the code of the order's language", lambda s: language_code(s, _order(s))),
                "payment_address_id": computed("as for the order", lambda s: address_id(s, _order(s), "payment")),
                "shipping_address_id": computed("as for the order", lambda s: address_id(s, _order(s), "shipping")),
                "payment_method": computed("as for the order", lambda s: payment_method(_order(s))),
                "shipping_method": computed("as for the order", lambda s: shipping_method(s, _order(s))),
                "name": renamed("recurring_name"),
                "date_next": computed("the next due date after the day of the migration", _last_due),
                "comment": computed(
                    "recurring_description and reference", _comment, "recurring_description", "reference"
                ),
                "subscription_status_id": computed(
                    "status; an active one is suspended", lambda s: _status(s, s.c.status), "status"
                ),
                "date_modified": renamed("date_added"),
            },
            dropped={"recurring_name": "the plan has the name", "product_name": "the order's line has the name"},
            key="order_recurring_id",
            joins=_with_order,
            convert=_with_next_date,
            convert_when=lambda s: literal_column("1") == literal_column("1"),
        ),
    ),
)

ORDER_SUBSCRIPTION = TableMap(
    "order_subscription",
    (
        Part(
            "order_recurring",
            {
                **PLAN,
                "order_subscription_id": renamed("order_recurring_id"),
                "name": renamed("recurring_name"),
            },
            key="order_recurring_id",
            where=lambda s: _line(s) != 0,
            where_text="recurring orders whose line still exists",
        ),
    ),
)

SUBSCRIPTION_PRODUCT = TableMap(
    "subscription_product",
    (
        Part(
            "order_recurring",
            {
                **PLAN,
                "subscription_product_id": renamed("order_recurring_id"),
                "subscription_id": renamed("order_recurring_id"),
                "name": renamed("product_name"),
                "model": computed("the model of the order's line", lambda s: _line(s, "model")),
            },
            key="order_recurring_id",
        ),
    ),
)


def _recurring_of_option(s: Scope) -> Expr:
    """Return the first recurring order whose line the option belongs to, NULL when there is none."""
    recurring, line, earlier = s.other("order_recurring"), s.other("order_product"), s.other("order_product")
    first = (
        select(func.min(earlier.c.order_product_id))
        .where(earlier.c.order_id == recurring.c.order_id, earlier.c.product_id == recurring.c.product_id)
        .scalar_subquery()
    )
    return (
        select(func.min(recurring.c.order_recurring_id))
        .where(
            recurring.c.order_id == s.c.order_id,
            line.c.order_product_id == s.c.order_product_id,
            line.c.product_id == recurring.c.product_id,
            first == s.c.order_product_id,
        )
        .scalar_subquery()
    )


def _is_recurring_option(s: Scope) -> Expr:
    # CASE, because the server would else look for the recurring order of every option before it asks for the order.
    orders = select(s.other("order_recurring").c.order_id)
    return case((s.c.order_id.in_(orders), _recurring_of_option(s))).is_not(None)


SUBSCRIPTION_OPTION = TableMap(
    "subscription_option",
    (
        Part(
            "order_option",
            {
                **OPTION_TYPE,
                "subscription_option_id": renamed("order_option_id"),
                "subscription_id": computed("the subscription of the order's line", _recurring_of_option),
                "subscription_product_id": computed("the subscription of the order's line", _recurring_of_option),
            },
            key="order_option_id",
            where=_is_recurring_option,
            where_text="options of lines that were sold with a recurring profile",
        ),
    ),
)


def _transaction_status(s: Scope) -> Expr:
    recurring = s.other("order_recurring")
    current = (
        select(_status(s, recurring.c.status))
        .where(recurring.c.order_recurring_id == s.c.order_recurring_id)
        .scalar_subquery()
    )
    return case(
        *((s.c.type == str(kind), status) for kind, status in TRANSACTION_STATUS.items()),
        else_=func.coalesce(current, 1),
    )


def _transaction_comment(s: Scope) -> Expr:
    name = case(*((s.c.type == str(n), word) for n, word in enumerate(TRANSACTION_NAMES)), else_=s.c.type)
    return concat(name, " / ", text_of(s.c.amount), " / ", s.c.reference)


SUBSCRIPTION_HISTORY = TableMap(
    "subscription_history",
    (
        Part(
            "order_recurring_transaction",
            {
                "subscription_history_id": renamed("order_recurring_transaction_id"),
                "subscription_id": renamed("order_recurring_id"),
                "subscription_status_id": computed("the status that the type stands for", _transaction_status, "type"),
                "notify": value(0),
                "comment": computed("type / amount / reference", _transaction_comment, "type", "amount", "reference"),
            },
            key="order_recurring_transaction_id",
        ),
    ),
)

SUBSCRIPTION_MAPS = (
    SUBSCRIPTION,
    ORDER_SUBSCRIPTION,
    SUBSCRIPTION_PRODUCT,
    SUBSCRIPTION_OPTION,
    SUBSCRIPTION_HISTORY,
)


def subscription_remarks(context: Context) -> None:
    """Note active subscriptions, which nobody can charge any more, and frequencies that were not known."""
    for row in context.select(
        lambda r: select(*r.c).where(or_(r.c.status == 1, func.lower(r.c.recurring_frequency).notin_(FREQUENCIES))),
        "order_recurring",
    ):
        key = str(row["order_recurring_id"])
        if row["status"] == 1 and not context.options.activate_subscriptions:
            context.note(
                Note(
                    "active_subscription",
                    "order_recurring",
                    key,
                    f"Subscription {key} of order {row['order_id']} was active and is now suspended: the payment "
                    "service that charged it does not exist in OpenCart 4",
                    dict(row),
                )
            )
        if row["recurring_frequency"].lower() not in FREQUENCIES:
            context.note(
                Note(
                    "frequency",
                    "order_recurring",
                    key,
                    f"Subscription {key} had the unknown frequency “{row['recurring_frequency']}” and became monthly",
                    dict(row),
                )
            )
