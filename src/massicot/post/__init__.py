"""Outgoing mail: an outbox, each letter sent once, after the act that wrote it."""
