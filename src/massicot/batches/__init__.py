"""Envelopes of about fifty scripts: made up, handed out, returned."""
