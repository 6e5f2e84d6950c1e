"""The pure kernel: no Django, no database, no clock."""
