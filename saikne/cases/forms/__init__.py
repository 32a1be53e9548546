"""Shapes of what is typed about files."""
