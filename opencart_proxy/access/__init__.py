"""Who calls: API users, addresses, tokens and signatures (store-api 3)."""
