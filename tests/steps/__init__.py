"""What each step does to the rows of a shop."""
