"""The client: one method for each operation of the API."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from http.cookiejar import CookieJar
from typing import Any, cast
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from migration_tool.answers import Progress, Started, Step
from migration_tool.errors import MigrationError

__all__ = ["Client"]

AT_WORK = frozenset({"pending", "running", "stopping"})


class Client:
    """Signs in at the first call, and again when the session has ended.

    ``timeout`` is in seconds and has to be long enough for ``validate_step`` and ``transfer_images``, which answer
    when they are done. Every method raises ``MigrationError``.
    """

    def __init__(self, base_url: str, *, username: str, password: str, timeout: float = 600) -> None:
        self._base_url = base_url.rstrip("/")
        self._credentials = {"username": username, "password": password}
        self._timeout = timeout
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self._signed_in = False

    # -- steps --------------------------------------------------------------------------------

    def steps(self) -> list[Step]:
        """Return all steps in the order in which they can run."""
        return cast("list[Step]", self._get("/api/steps")["steps"])

    def step(self, step_id: str) -> dict[str, Any]:
        """Return a step with its progress and statistics."""
        return self._part("GET", f"/api/steps/{quote(step_id)}", "step")

    def migrate_step(
        self,
        step_id: str,
        *,
        batch_size: int | None = None,
        skip_validation: bool = False,
        options: Mapping[str, Any] | None = None,
    ) -> Started:
        """Start the migration of a step; it runs in the background."""
        body = _given(batch_size=batch_size, skip_validation=skip_validation, options=options)
        return cast("Started", self._post(f"/api/migrate/{quote(step_id)}", body))

    def get_progress(self, step_id: str) -> Progress:
        """Return how far a step is."""
        answer = self._get(f"/api/migrate/{quote(step_id)}/progress")
        return cast("Progress", {**answer, **answer["progress"]})

    def wait(self, step_id: str, *, poll_seconds: float = 2) -> Progress:
        """Return the progress of a step when it has ended."""
        while (progress := self.get_progress(step_id))["status"] in AT_WORK:
            time.sleep(poll_seconds)
        return progress

    def stop_step(self, step_id: str) -> dict[str, Any]:
        """Stop the run that is at a step; it can be resumed."""
        return self._post(f"/api/migrate/{quote(step_id)}/stop")

    def reset_step(self, step_id: str) -> dict[str, Any]:
        """Put the target's tables back: of the step, and of the steps that depend on it."""
        return self._post(f"/api/migrate/{quote(step_id)}/reset")

    def validate_step(self, step_id: str) -> dict[str, Any]:
        """Compare a step with its source now, and return the result."""
        return self._part("POST", f"/api/validate/{quote(step_id)}", "validation")

    def validation_report(self, step_id: str) -> dict[str, Any]:
        """Return the result of a step's last validation."""
        return self._part("GET", f"/api/validate/{quote(step_id)}/report", "report")

    # -- several steps ------------------------------------------------------------------------

    def start_orchestration(
        self, steps: Sequence[str] | None = None, *, batch_size: int | None = None, stop_on_error: bool = False
    ) -> dict[str, Any]:
        """Start several steps, all without ``steps``; they run in the background."""
        body = _given(steps=steps, batch_size=batch_size, stop_on_error=stop_on_error)
        return self._post("/api/orchestrator/start", body)

    def sync(self, steps: Sequence[str] | None = None, *, overwrite: bool = False) -> dict[str, Any]:
        """Bring over what changed since the last run."""
        return self._post("/api/orchestrator/sync", _given(steps=steps, overwrite=overwrite))

    def orchestration(self, orchestration_id: str) -> dict[str, Any]:
        """Return the status of a run."""
        return self._part("GET", f"/api/orchestrator/status/{quote(orchestration_id)}", "orchestration")

    def wait_for_orchestration(self, orchestration_id: str, *, poll_seconds: float = 2) -> dict[str, Any]:
        """Return the status of a run when it has ended."""
        while (found := self.orchestration(orchestration_id))["status"] in AT_WORK:
            time.sleep(poll_seconds)
        return found

    def stop_orchestration(self, orchestration_id: str) -> dict[str, Any]:
        """Stop a run; it can be resumed."""
        return self._post(f"/api/orchestrator/{quote(orchestration_id)}/stop")

    def resume_orchestration(self, orchestration_id: str) -> dict[str, Any]:
        """Let a stopped or failed run go on where it was."""
        return self._post(f"/api/orchestrator/{quote(orchestration_id)}/resume")

    # -- the rest -----------------------------------------------------------------------------

    def transfer_images(self, kind: str | None = None, *, force: bool = False, validate: bool = True) -> dict[str, Any]:
        """Transfer files of a type (``products`` …), all without ``kind``; return the result when it is done."""
        return self._part("POST", "/api/images/transfer", "transfer", _given(type=kind, force=force, validate=validate))

    def verify_images(self, kind: str | None = None) -> dict[str, Any]:
        """Look into every file of a type, all without ``kind``."""
        return self._part("POST", "/api/images/verify", "verification", _given(type=kind))

    def analyze_extensions(self) -> dict[str, Any]:
        """Return what becomes of every extension of the shop."""
        return self._part("GET", "/api/extensions/analyze", "analysis")

    def preflight(self) -> dict[str, Any]:
        """Return everything that can go wrong, found before a row is written."""
        return self._part("GET", "/api/preflight", "preflight")

    def system_info(self) -> dict[str, Any]:
        """Return versions and the state of both stores."""
        return self._part("GET", "/api/system/info", "system")

    def logs(self, **filters: Any) -> dict[str, Any]:
        """Return lines of the log and their ``pagination``: ``level``, ``step``, ``page``, ``limit`` …"""
        return self._get("/api/logs?" + urlencode(filters))

    def register_webhook(self, url: str, events: Sequence[str], secret: str) -> dict[str, Any]:
        """Register an address for events; see ``is_signed`` for the receiving side."""
        return self._part("POST", "/api/webhooks", "webhook", {"url": url, "events": list(events), "secret": secret})

    # -- HTTP ---------------------------------------------------------------------------------

    def _get(self, path: str) -> dict[str, Any]:
        return self._call("GET", path)

    def _post(self, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return self._call("POST", path, body or {})

    def _part(self, method: str, path: str, name: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return cast("dict[str, Any]", self._call(method, path, None if method == "GET" else body or {})[name])

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        if not self._signed_in:
            self._sign_in()
        try:
            return self._send(method, path, body)
        except MigrationError as error:
            if error.code != "AUTH_FAILED":
                raise
        self._sign_in()
        return self._send(method, path, body)

    def _sign_in(self) -> None:
        self._send("POST", "/login", self._credentials)
        self._signed_in = True

    def _send(self, method: str, path: str, body: Mapping[str, Any] | None) -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        request = Request(self._base_url + path, data, headers, method=method)  # noqa: S310 - the caller's own server
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                return cast("dict[str, Any]", json.load(response))
        except HTTPError as error:
            with error:
                raise MigrationError.of(_parsed(error.read()), error.code, error.headers.get("Retry-After")) from None
        except (URLError, TimeoutError) as error:
            reason = getattr(error, "reason", error)
            raise MigrationError(f"No answer from {self._base_url}: {reason}", code="NO_ANSWER", status=0) from error


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
