"""Mark entry from the mark sheet: credentials, saves, control totals, the lock."""
