"""The API's viewsets: one module for each part of seed 000."""
