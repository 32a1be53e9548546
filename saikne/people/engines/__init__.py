"""Engines of this room: plain Python."""
