"""The money of a session: the pay codes that it proposes, blank scripts, the closing day of its claims."""
