"""What changes after the preparation: the calendar, the routes, and who is told."""
