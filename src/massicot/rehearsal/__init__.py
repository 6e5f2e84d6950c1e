"""Invented people and planted faults, played through the same services as the screens."""
