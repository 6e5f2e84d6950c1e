"""Who signs in, with which roles, over which scope."""
