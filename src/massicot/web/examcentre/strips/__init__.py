"""The boxes of header strips."""
