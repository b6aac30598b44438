"""The dialects: thin adapters from a release's calls and answers to the shop's rules."""
