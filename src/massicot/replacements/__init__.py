"""Replacements: who comes in the stead of whoever cannot, from the telephone call to the letter that is handed over."""
