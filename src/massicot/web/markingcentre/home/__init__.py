"""What remains to be done in a marking centre."""
