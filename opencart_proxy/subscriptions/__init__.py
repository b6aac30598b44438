"""Subscriptions: those that completed orders start, and those that 4.1 calls write (store-api 17)."""
