"""The people who are called: one person for all sessions, where they teach, how they are reached."""
