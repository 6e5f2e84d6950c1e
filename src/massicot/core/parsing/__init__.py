"""Files that people send, read where the death of their reader kills nothing (decision 0013)."""
