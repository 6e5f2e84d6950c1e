"""Massicot organises the marking of the written papers of a public examination."""
