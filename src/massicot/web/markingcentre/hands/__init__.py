"""Batches in the hands of markers: given to them, and back."""
