"""The reports of the rooms."""
