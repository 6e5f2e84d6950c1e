"""Convocations: runs of letters, checked and then official, and what is known of each letter."""
