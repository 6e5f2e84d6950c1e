"""Binds candidate and number, sealed; nobody else holds both."""
