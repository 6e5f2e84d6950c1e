"""Envelopes: the scripts of each checked against its mark sheet, then closed."""
