"""Absences: who does not come, or did not, and what the exam office and the rector answer."""
