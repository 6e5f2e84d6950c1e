"""The desk of the exam centre: attendance, the day's counts, parcels, what it prints."""
