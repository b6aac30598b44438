"""``manage.py preflight``: what is printed, and the exit codes."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from tests.preflight.pair import Pair, execute


@pytest.fixture
def configured(files: Pair, settings: Settings) -> Pair:
    """The stores named in the settings, on a fresh OpenCart 4.0.2.3 without orders."""
    settings.SOURCE_DATABASE_URL, settings.TARGET_DATABASE_URL = files.source, files.target
    return files


def output(*arguments: str) -> str:
    stream = io.StringIO()
    call_command("preflight", *arguments, stdout=stream)
    return stream.getvalue()


def test_findings_are_grouped_by_severity_in_plain_text(configured: Pair) -> None:
    text = output()
    assert text.index("Warnings") < text.index("Good to know")
    assert "  • E-mail addresses belong to more than one customer, and only the first of them can log in.\n" in text
    assert "2 customers have the e-mail address john@example.com; only the first can log in" in text
    assert "\x1b[" not in text
    assert "The migration can start. 0 blocking," in text


def test_json_is_the_preflight_as_a_dictionary(configured: Pair) -> None:
    document = json.loads(output("--json"))
    assert document["blocking"] is False
    assert {"check", "severity", "message"} <= set(document["findings"][0])


def test_blocking_finding_ends_with_1(configured: Pair) -> None:
    execute(configured.source, "UPDATE oc_product SET product_id = 357913942 WHERE product_id = 40")
    stream = io.StringIO()
    with pytest.raises(SystemExit) as error:
        call_command("preflight", stdout=stream)
    assert error.value.code == 1
    assert "Blocking\n" in stream.getvalue()
    assert "The migration cannot start. 1 blocking," in stream.getvalue()


def test_swapped_stores_end_with_2_in_one_sentence(configured: Pair, settings: Settings) -> None:
    settings.SOURCE_DATABASE_URL, settings.TARGET_DATABASE_URL = configured.target, configured.source
    with pytest.raises(CommandError, match="did you swap the two URLs") as error:
        output()
    assert error.value.returncode == 2


def test_missing_url_ends_with_2_and_names_the_variable(settings: Settings) -> None:
    settings.SOURCE_DATABASE_URL = ""
    with pytest.raises(CommandError, match="SOURCE_DATABASE_URL is not set") as error:
        output()
    assert error.value.returncode == 2
