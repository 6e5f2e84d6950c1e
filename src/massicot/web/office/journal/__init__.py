"""What was done: the journal by day, and the story of one script, batch or candidate."""
