"""Variables that are wrong are told before a visitor meets them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from pytest_django import Settings


def test_a_proxy_that_is_no_address_is_told_by_name(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1", "10.0.0.0/8", "localhost"]
    with pytest.raises(
        SystemCheckError, match="TRUSTED_PROXIES: “localhost” is neither an address nor a network"
    ) as told:
        call_command("check")
    assert "10.0.0.0/8” is" not in str(told.value)


def test_addresses_and_networks_pass(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1", "10.0.0.0/8", "fd00::/8"]
    call_command("check")


@pytest.mark.parametrize(("https_only", "told"), [("off", {"W012", "W016"}), ("on", set())])
def test_cookies_go_over_https_alone_where_that_is_asked_for(tmp_path: Path, https_only: str, told: set[str]) -> None:
    found = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy"],
        cwd=project.BASE_DIR,
        env=os.environ | {"HTTPS_ONLY": https_only, "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(re.findall("W01[26]", found.stderr)) == told
