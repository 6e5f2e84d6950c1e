"""The layer between the server and the application: whole requests alone take one of the threads (decision 0012)."""
