"""The cache that all processes share."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache

from api import cache as shared

ROOT = Path(__file__).resolve().parents[2]
COUNT = """
import django; django.setup()
from django.core.cache import caches
for _ in range(200):
    caches["shared"].add("counter", 0, 600)
    caches["shared"].incr("counter")
"""


@pytest.fixture
def cache(db: None) -> BaseCache:
    return caches["shared"]


@pytest.mark.parametrize("value", [0, -7, 2**40, 1.5, "text", "", None, True, ["a", 1], {"a": {"b": None}}])
def test_gives_back_what_it_was_given(cache: BaseCache, value: object) -> None:
    cache.set("name", value)
    found = cache.get("name", "nothing")
    assert found == value
    assert type(found) is type(value)


def test_refuses_what_json_cannot_hold(cache: BaseCache) -> None:
    with pytest.raises(TypeError):
        cache.set("name", object())


def test_the_first_of_two_additions_stays(cache: BaseCache) -> None:
    assert cache.add("name", 1) is True
    assert cache.add("name", 2) is False
    assert cache.get("name") == 1


def test_values_expire(cache: BaseCache, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_700_000_000.0]
    monkeypatch.setattr(shared.time, "time", lambda: now[0])
    cache.set("short", 5, 60)
    cache.set("long", 6, None)
    now[0] += 59
    assert cache.get("short") == 5
    now[0] += 2
    assert cache.get("short") is None
    assert cache.get("long") == 6
    with pytest.raises(ValueError, match="no number"):
        cache.incr("short")
    assert cache.add("short", 7, 60) is True
    assert cache.get("short") == 7


def test_touch_gives_a_new_life_time(cache: BaseCache, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_700_000_000.0]
    monkeypatch.setattr(shared.time, "time", lambda: now[0])
    cache.set("name", 5, 60)
    assert cache.touch("name", 600) is True
    now[0] += 300
    assert cache.get("name") == 5
    assert cache.touch("other", 600) is False


def test_numbers_are_counted_up_and_down(cache: BaseCache) -> None:
    cache.set("name", 5)
    assert cache.incr("name") == 6
    assert cache.incr("name", 10) == 16
    assert cache.decr("name", 20) == -4
    cache.set("text", "five")
    with pytest.raises(ValueError, match="no number"):
        cache.incr("text")


def test_several_at_once(cache: BaseCache) -> None:
    cache.set_many({"a": 1, "b": "two"})
    assert cache.get_many(["a", "b", "c"]) == {"a": 1, "b": "two"}
    assert cache.delete("a") is True
    assert cache.delete("a") is False
    cache.clear()
    assert cache.get("b") is None


def test_expired_values_are_removed(cache: BaseCache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "CLEAN_EVERY", 1)
    cache.set("old", 1, -1)
    cache.set("new", 2)
    assert list(shared.CacheEntry.objects.values_list("number", flat=True)) == [2]


def test_no_step_is_lost_between_processes(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "migrator.settings",
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'state.sqlite3'}",
    }

    def python(*arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=environment)

    assert python("manage.py", "migrate", "--verbosity", "0").wait() == 0
    counting = [python("-c", COUNT) for _ in range(3)]
    assert [process.wait() for process in counting] == [0, 0, 0]
    found = subprocess.run(
        [
            sys.executable,
            "-c",
            "import django; django.setup()\nfrom django.core.cache import caches\nprint(caches['shared'].get('counter'))",
        ],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    assert found.stdout.strip() == "600"
