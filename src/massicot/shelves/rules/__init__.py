"""Rules of what comes back after the marking: one file a subject."""
