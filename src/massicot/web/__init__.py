"""Desks: one package per kind of user; views translate, and nothing else."""
