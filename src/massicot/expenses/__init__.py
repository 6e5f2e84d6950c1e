"""Expenses: what a mission pays, and what its journeys, meals and nights give a right to, with the text of each."""
