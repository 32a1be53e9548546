"""What somebody sends: known by its content, counted and drawn anew in a process of its own, sealed for the disk."""
