"""The scripts that are fetched from their boxes to be read, in one round a week, and put back."""
