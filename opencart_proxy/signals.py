"""What the store API tells the rest of the project."""

from django.dispatch import Signal

store_event = Signal()
"""Sent after a call is committed: ``sender`` is ``order.created`` or ``order.status_changed``; ``order_id``, ``from``
and ``to`` (status ids) and ``notify`` (whether the customer is to be told) come as keyword arguments."""
