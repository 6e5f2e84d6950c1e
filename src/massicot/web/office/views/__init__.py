"""Pages of the exam office, one file per part of its work."""
