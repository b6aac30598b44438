"""What no release has, in the style of all: lists, details and catalogue calls (store-api 19)."""
