"""The REST API of the migration tool."""
