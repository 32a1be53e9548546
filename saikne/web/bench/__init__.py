"""Figures of this machine, printed by `saikne bench`; never asserted in tests."""
