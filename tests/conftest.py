"""Whole-house tests stand on the same ground as those of the rooms."""

from saikne.conftest import _quiet_house, roles

__all__ = ["_quiet_house", "roles"]
