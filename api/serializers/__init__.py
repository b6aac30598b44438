"""What goes into the API and what comes out, as serializers: one module for each part of seed 000."""
