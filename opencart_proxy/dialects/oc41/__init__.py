"""OpenCart 4.1's signed calls, and the single steps they are made of (store-api 15, 17)."""
