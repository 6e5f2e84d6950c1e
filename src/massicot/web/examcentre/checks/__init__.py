"""What is checked of the scripts of a room before their headers are cut."""
