"""The desk of the exam office."""
