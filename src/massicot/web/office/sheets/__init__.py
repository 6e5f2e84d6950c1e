"""The mark sheets that come back to the exam office: received, taken back, asked for."""
