"""Assembles the ladder, decides gaps, lifts anonymity, exports the marks."""
