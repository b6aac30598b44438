"""Runs in the background (docs/background.md): django-q2 wakes the workers, these modules say what each does next.

A run is cut into units (``units``). ``queueing`` hands out those that can go on, ``claims`` settles who is at which,
``turns`` works on one for a while, and ``watchdog`` takes up what a dead worker left behind.
"""

from migrator.tasks.queueing import enqueue
from migrator.tasks.turns import work
from migrator.tasks.watchdog import watch

__all__ = ["enqueue", "watch", "work"]
