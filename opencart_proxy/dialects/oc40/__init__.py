"""OpenCart 4.0's calls (store-api 14)."""
