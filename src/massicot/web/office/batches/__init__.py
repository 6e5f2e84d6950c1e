"""Batches, mark sheets and single lines as the office sees them, and what it decides of them."""
