"""Disputes about results, which keep a script from being destroyed: opened, ended, opened again; by name."""
