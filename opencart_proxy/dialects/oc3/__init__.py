"""OpenCart 3's calls (store-api 13)."""
