"""Parcels from an exam centre to where they go next: packed, sent, received, ticked."""
