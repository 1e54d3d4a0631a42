"""Scenarios: what a user writes in YAML, read once into frozen objects."""
