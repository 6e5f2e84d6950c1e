"""Missions: who is called to do what, where and when; convocations, and whether they arrived."""
