"""Pages of this desk, one file per part of its work."""
