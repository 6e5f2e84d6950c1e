"""One document that somebody handed in: read, kept for a dispute, destroyed."""
