"""A document and its form -> Response: what is written at each key."""
