"""The journal: who did what, when, and why; one hash chain per subject."""
