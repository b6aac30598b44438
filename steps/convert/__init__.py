"""The value conversions of the migration: pure functions without database access (data-map 2.1 and 3.2–3.8)."""
