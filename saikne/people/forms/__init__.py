"""Shape of what is typed about people."""
