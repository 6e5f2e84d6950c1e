"""What remains to be done at an exam centre, and the steps of each paper."""
