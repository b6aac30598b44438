"""The seed OpenAPI document's operations: 4.1's steps on a token's session (store-api 18)."""
