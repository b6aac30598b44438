"""TableMap and what is derived from it: count, copy, verify, reset; chunks; the runner."""
