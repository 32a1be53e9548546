"""Saikne: case management for municipal social services."""
