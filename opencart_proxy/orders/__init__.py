"""Orders: written, rewritten, deleted, read, and their status (store-api 16)."""
