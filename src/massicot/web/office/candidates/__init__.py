"""The candidates of a paper: found, and put right."""
