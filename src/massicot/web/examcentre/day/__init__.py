"""The counts of the evening: the day closed or opened again."""
