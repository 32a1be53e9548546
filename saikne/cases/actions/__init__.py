"""Everything that changes a file. Locks: persons, clients, cases, agreements, series; each ascending."""
