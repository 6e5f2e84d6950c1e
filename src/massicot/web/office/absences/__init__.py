"""Who does not come, or did not: each absence answered, and its file."""
