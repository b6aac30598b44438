"""How long a test waits for what has to happen: however slow the machine, only a test that fails waits so long."""

PATIENCE_SECONDS = 600
PATIENCE_MILLISECONDS = 1000 * PATIENCE_SECONDS
