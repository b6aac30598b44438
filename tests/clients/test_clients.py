"""The three clients, against a running server with a worker: the examples of seed 000 and what goes wrong."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.server import PASSWORD, USERNAME, serving
from tests.stores import sqlite_store

CLIENTS = Path(__file__).resolve().parents[2] / "clients"

PYTHON = """
import json, sys
sys.path.insert(0, sys.argv[1])
from migration_tool import Client, MigrationError
url, username, password = sys.argv[2:]
client = Client(url, username=username, password=password)
found = {"steps": len(client.steps())}
found["started"] = client.migrate_step("default_data", batch_size=1000)["status"]
ended = client.wait("default_data", poll_seconds=0.3)
found["ended"], found["percentage"] = ended["status"], client.get_progress("default_data")["percentage"]
found["validation"] = client.validate_step("default_data")["passed"]
found["reset"] = client.reset_step("default_data")["new_status"]
try:
    client.migrate_step("nonsense")
except MigrationError as error:
    found["unknown"] = [error.code, error.status, error.step_id]
found["locked"] = None
for _ in range(12):
    try:
        Client(url, username="nobody-python", password="wrong").steps()
    except MigrationError as error:
        found["locked"] = [error.code, (error.retry_after or 0) > 0]
print(json.dumps(found))
"""

JAVASCRIPT = """
const MigrationClient = require(process.argv[2]);
const [baseUrl, username, password] = process.argv.slice(3);
const client = new MigrationClient({ baseUrl, credentials: { username, password } });
(async () => {
  const found = { steps: (await client.getSteps()).length };
  found.started = (await client.migrateStep('default_data', { batchSize: 1000 })).status;
  found.ended = (await client.wait('default_data', { pollSeconds: 0.3 })).status;
  found.percentage = (await client.getProgress('default_data')).percentage;
  found.validation = (await client.validateStep('default_data')).passed;
  found.reset = (await client.resetStep('default_data')).new_status;
  await client.migrateStep('nonsense').catch((error) => {
    found.unknown = [error.code, error.status, error.stepId];
  });
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const stranger = new MigrationClient({ baseUrl, credentials: { username: 'nobody-node', password: 'wrong' } });
    await stranger.getSteps().catch((error) => {
      found.locked = [error.code, error.retryAfter > 0];
    });
  }
  console.log(JSON.stringify(found));
})();
"""

PHP = """
require $argv[1] . '/src/MigrationException.php';
require $argv[1] . '/src/Client.php';
use MigrationTool\\Client;
use MigrationTool\\MigrationException;
[$url, $username, $password] = array_slice($argv, 2);
$client = new Client(['base_url' => $url, 'username' => $username, 'password' => $password]);
$found = ['steps' => count($client->getSteps())];
$found['started'] = $client->migrateStep('default_data', ['batch_size' => 1000])['status'];
$found['ended'] = $client->wait('default_data', 0.3)['status'];
$found['percentage'] = $client->getProgress('default_data')['percentage'];
$found['validation'] = $client->validateStep('default_data')['passed'];
$found['reset'] = $client->resetStep('default_data')['new_status'];
try {
    $client->migrateStep('nonsense');
} catch (MigrationException $error) {
    $found['unknown'] = [$error->errorCode, $error->status, $error->stepId];
}
for ($attempt = 0; $attempt < 12; $attempt++) {
    try {
        (new Client(['base_url' => $url, 'username' => 'nobody-php', 'password' => 'wrong']))->getSteps();
    } catch (MigrationException $error) {
        $found['locked'] = [$error->errorCode, $error->retryAfter > 0];
    }
}
echo json_encode($found);
"""

EXPECTED = {
    "steps": 11,
    "started": "running",
    "ended": "completed",
    "percentage": 100,
    "validation": True,
    "reset": "pending",
    "unknown": ["INVALID_STEP", 404, "nonsense"],
    "locked": ["RATE_LIMIT_EXCEEDED", True],
}


@pytest.fixture(scope="module")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("clients")
    source, target = sqlite_store(folder, "3.0.3.9"), sqlite_store(folder, "4.1.0.4")
    with serving(folder, SOURCE_DATABASE_URL=source, TARGET_DATABASE_URL=target) as url:
        yield url


def run(program: str, *arguments: str) -> Any:
    """Run a client's example and return the JSON it prints."""
    executable = shutil.which(program)
    if executable is None:
        pytest.skip(f"{program} is not installed; bin/test installs it")
    done = subprocess.run([executable, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    return json.loads(done.stdout)


def test_python(base_url: str) -> None:
    found = run(sys.executable, "-c", PYTHON, str(CLIENTS / "python"), base_url, USERNAME, PASSWORD)
    assert found == EXPECTED


def test_javascript(base_url: str, tmp_path: Path) -> None:
    script = tmp_path / "example.cjs"
    script.write_text(JAVASCRIPT)
    assert run("node", str(script), str(CLIENTS / "javascript"), base_url, USERNAME, PASSWORD) == EXPECTED


def test_php(base_url: str) -> None:
    assert run("php", "-r", PHP, "--", str(CLIENTS / "php"), base_url, USERNAME, PASSWORD) == EXPECTED
