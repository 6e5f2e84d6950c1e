"""Batches: their list, and the page of each, where it is unmade, merged with others or split."""
