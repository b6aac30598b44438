"""OpenCart's store API, served from the OpenCart 4 database."""
