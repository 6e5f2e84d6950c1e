"""Template filters that every desk may load."""
