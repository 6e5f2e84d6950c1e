"""The roll-call of the evening, and what goes out again in the morning."""
