"""Django's PostgreSQL backend, refusing a connection that could lose an acknowledged write."""
