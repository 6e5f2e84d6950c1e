"""Numbers and documents: what is drawn, printed, and printed again."""
