"""Django's SQLite backend, refusing a connection that could lose an acknowledged write."""
