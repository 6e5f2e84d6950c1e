"""The parcels: made, sent, opened again."""
