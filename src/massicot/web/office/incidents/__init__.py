"""What happened in the rooms, as the office follows it to its end."""
