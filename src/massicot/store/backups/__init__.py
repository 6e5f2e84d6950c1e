"""Backups: one file that holds the database and says what it is, without the anonymity key (decision 0007)."""
