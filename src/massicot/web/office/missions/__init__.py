"""Missions: who is to be called, where and when; how many; the lists, filled by the rule and corrected by hand."""
