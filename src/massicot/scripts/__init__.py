"""Physical scripts, known only by their number."""
